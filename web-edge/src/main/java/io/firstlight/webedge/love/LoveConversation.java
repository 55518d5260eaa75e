package io.firstlight.webedge.love;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Principal;
import io.firstlight.ingest.intake.Intake;
import io.firstlight.ingest.intake.IntakeOutcome;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.code.ErrorBody;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.socket.Connection;
import io.firstlight.webedge.socket.Conversation;
import io.firstlight.webedge.target.Target;

/**
 * One LOVE client, front end or producer. Requests are answered in order; what is refused is answered with an error frame and changes
 * nothing.
 */
public final class LoveConversation implements Conversation {

    private final Principal principal;
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
        this.subscriber = new Subscriber(outbox, LoveShape.INSTANCE);
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
    public void closed() {
        hub.execute(h -> h.leave(subscriber));
    }

    private void subscribe(LoveRequest.Subscribe request) {
        if (!mayRead(request.target())) {
            refuse(ErrorCode.NOT_ALLOWED, "no right to read " + request.group());
            return;
        }
        byte[] confirmation = confirmation("subscribed", request.group());
        connection.began();
        hub.execute(h -> {
            h.subscribe(subscriber, request.target(), confirmation, isEvent(request.target()));
            connection.ended();
        });
    }

    private void unsubscribe(LoveRequest.Unsubscribe request) {
        byte[] confirmation = confirmation("unsubscribed", request.group());
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

    /** Events are sent on change only, so whoever comes late is given the latest at once. */
    private static boolean isEvent(Target target) {
        return switch (target) {
            case Target.OfStream of -> of.address().category() == Category.EVENT;
            case Target.OfComponent of -> of.category() == Category.EVENT;
            case Target.OfCategory of -> false;
            case Target.OfMessages of -> false;
            case Target.OfNothing of -> false;
        };
    }

    private boolean mayRead(Target target) {
        return switch (target) {
            case Target.OfStream of -> principal.may(Right.READ, of.address());
            case Target.OfComponent of ->
                principal.may(
                        Right.READ,
                        new AddressPattern(
                                of.category(),
                                of.component().csc(),
                                of.component().salindex(),
                                null));
            case Target.OfCategory of -> principal.may(Right.READ, new AddressPattern(of.category(), null, null, null));
            case Target.OfMessages of -> false;
            case Target.OfNothing of -> true;
        };
    }

    private static byte[] confirmation(String done, String group) {
        // The front end searches for these words.
        return new JsonOutput(group.length() + 48)
                .literal("{\"data\": \"Successfully ")
                .literal(done)
                .literal(" to ")
                .literal(group)
                .literal("\"}")
                .toByteArray();
    }

    private void refuse(ErrorCode code, String message) {
        outbox.offer(ErrorBody.of(code, message));
        outbox.flush();
    }
}
