package io.firstlight.webedge.love;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.ingest.intake.Intake;
import io.firstlight.ingest.intake.IntakeOutcome;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.code.ErrorBody;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.hub.Subscription;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.socket.Connection;
import io.firstlight.webedge.socket.Conversation;
import io.firstlight.webedge.target.Target;

/**
 * One LOVE client, front end or producer. Requests are answered in order; what is refused is answered with an error frame and changes
 * nothing.
 */
public final class LoveConversation implements Conversation {

    private volatile Principal principal;
    private final HubLoop hub;
    private final Intake intake;
    private final Connection connection;
    private final Outbox outbox;
    private final Subscriber subscriber;

    private LoveConversation(Principal principal, HubLoop hub, Intake intake, Connection connection, Outbox outbox) {
        this.principal = principal;
        this.hub = hub;
        this.intake = intake;
        this.connection = connection;
        this.outbox = outbox;
        this.subscriber = new Subscriber(outbox);
        outbox.onRoom(() -> hub.execute(h -> h.roomFor(subscriber)));
    }

    /** How a connection of that principal opens. */
    public static Opening opening(Principal principal, HubLoop hub, Intake intake) {
        return (connection, outbox) -> new LoveConversation(principal, hub, intake, connection, outbox);
    }

    @Override
    public void text(String frame) {
        switch (LoveRequest.parse(frame)) {
            case LoveRequest.Subscribe subscribe -> subscribe(subscribe);
            case LoveRequest.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
            case LoveRequest.Steer steer -> steer(steer);
            case LoveRequest.Data data -> publish(data.frame());
            case LoveRequest.Refused refused -> refuse(refused.code(), refused.message());
            case LoveRequest.Ignored ignored -> {}
        }
    }

    @Override
    public void binary() {
        refuse(ErrorCode.NOT_TEXT, "send JSON in text frames");
    }

    @Override
    public void principalChanged(UserPrincipal now) {
        principal = now;
    }

    /** LOVE's front end would try the same token for ever after any other code. */
    @Override
    public CloseCode whenExpired() {
        return CloseCode.LOGGED_OUT;
    }

    @Override
    public void closed() {
        hub.execute(h -> h.leave(subscriber));
    }

    private void subscribe(LoveRequest.Subscribe request) {
        Target target = request.target();
        LoveOptions options = request.options();
        LoveAnswers answers = new LoveAnswers(request.group(), options.used(), options.id());
        Start start = options.start() == null ? new Start.Now(beginsWithLatest(target, options)) : options.start();
        if (!may(Right.READ, target) || (start instanceof Start.Replay && !may(Right.HISTORY, target))) {
            String right = may(Right.READ, target) ? "to the history of " : "to read ";
            outbox.offer(answers.refused(ErrorCode.NOT_ALLOWED, "no right " + right + request.group()));
            outbox.flush();
            return;
        }
        LoveShape shape =
                !options.used() ? LoveShape.PLAIN : options.positions() ? LoveShape.POSITIONED : LoveShape.EXTENDED;
        Subscription subscription = new Subscription(
                subscriber, target, shape, answers, options.minIntervalMs(), options.positionEveryMs());
        connection.began();
        hub.execute(h -> {
            h.subscribe(subscription, start);
            connection.ended();
        });
    }

    private void steer(LoveRequest.Steer request) {
        connection.began();
        hub.execute(h -> {
            if (!h.steer(subscriber, request.group(), request.control())) {
                refuse(ErrorCode.NOT_FOUND, "there is no replay of " + request.group());
            }
            connection.ended();
        });
    }

    private void unsubscribe(LoveRequest.Unsubscribe request) {
        byte[] confirmation = LoveAnswers.confirmation("unsubscribed", request.group())
                .literal("}")
                .toByteArray();
        connection.began();
        hub.execute(h -> {
            h.unsubscribe(subscriber, request.target(), confirmation);
            connection.ended();
        });
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // whenComplete's own future adds nothing: the failure is answered in it
    private void publish(byte[] frame) {
        switch (intake.accept(frame, principal.name(), address -> principal.may(Right.WRITE, address))) {
            case IntakeOutcome.Accepted accepted -> {
                connection.began();
                accepted.acknowledgements().whenComplete((done, failure) -> {
                    if (failure != null) {
                        refuse(ErrorCode.LOG_UNAVAILABLE, "the log did not take the message: send it again");
                    }
                    connection.ended();
                });
            }
            case IntakeOutcome.Rejected rejected -> refuse(rejected.code(), rejected.message());
        }
    }

    /**
     * Events are sent on change only, so whoever comes late is given the latest at once; LOVE's own clients do not expect that of a whole
     * category.
     */
    private static boolean beginsWithLatest(Target target, LoveOptions options) {
        return target.topics().contains(Topic.EVENT) && (options.used() || target.component() != null);
    }

    private boolean may(Right right, Target target) {
        return switch (target) {
            case Target.OfStream of -> principal.may(right, of.address());
            case Target.OfComponent of ->
                principal.may(
                        right,
                        new AddressPattern(
                                of.category(),
                                of.component().csc(),
                                of.component().salindex(),
                                null));
            case Target.OfCategory of -> principal.may(right, new AddressPattern(of.category(), null, null, null));
            case Target.OfSelection of -> of.patterns().stream().allMatch(pattern -> principal.may(right, pattern));
            case Target.OfMessages of -> false;
            case Target.OfNothing of -> true;
        };
    }

    private void refuse(ErrorCode code, String message) {
        if (outbox.offer(ErrorBody.of(code, message))) {
            outbox.flush();
        } else {
            outbox.end(CloseCode.SLOW_CONSUMER);
        }
    }
}
