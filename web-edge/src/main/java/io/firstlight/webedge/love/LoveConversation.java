package io.firstlight.webedge.love;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.code.ErrorBody;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.record.InitialStateRequest;
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
final class LoveConversation implements Conversation {

    private final LoveProtocol protocol;
    private volatile Principal principal;
    private final HubLoop hub;
    private final Connection connection;
    private final Outbox outbox;
    private final Subscriber subscriber;
    private final Publisher publisher;
    private final PublishRate rate;

    LoveConversation(LoveProtocol protocol, Principal principal, Connection connection, Outbox outbox) {
        this.protocol = protocol;
        this.principal = principal;
        this.hub = protocol.hub();
        this.connection = connection;
        this.outbox = outbox;
        this.subscriber = new Subscriber(outbox);
        this.publisher = new Publisher(protocol, connection, outbox);
        this.rate = protocol.publishRate();
        outbox.onRoom(() -> hub.execute(h -> h.roomFor(subscriber)));
    }

    @Override
    public void text(String frame) {
        switch (LoveRequest.parse(frame)) {
            case LoveRequest.Subscribe subscribe -> subscribe(subscribe);
            case LoveRequest.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
            case LoveRequest.Steer steer -> steer(steer);
            case LoveRequest.TimeData time -> tellTime(time.requestTime());
            case LoveRequest.Data data -> publish(data);
            case LoveRequest.BadData bad -> refuse(bad);
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
        publisher.close();
        hub.execute(h -> {
            protocol.heartbeats().ifPresent(beats -> beats.leave(outbox));
            h.leave(subscriber);
        });
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
        InitialStateRequest wish = request.wish();
        if (wish != null && !options.used()) {
            // As LOVE does, before the confirmation; who uses an option of ours knows that the state is here.
            protocol.ask(wish);
        }
        Subscription subscription = new Subscription(
                subscriber,
                target,
                protocol.shapes().of(options),
                answers,
                options.minIntervalMs(),
                options.positionEveryMs());
        connection.began();
        hub.execute(h -> {
            h.subscribe(subscription, start);
            if (Heartbeats.isTheirs(target)) {
                protocol.heartbeats().ifPresent(beats -> beats.join(outbox));
            }
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
            if (Heartbeats.isTheirs(request.target())) {
                protocol.heartbeats().ifPresent(beats -> beats.leave(outbox));
            }
            h.unsubscribe(subscriber, request.target(), confirmation);
            connection.ended();
        });
    }

    /** Through the hub, although it does not need it: answers come in the order of the requests. */
    private void tellTime(String requestTime) {
        connection.began();
        hub.execute(h -> {
            outbox.offer(LoveAnswers.time(protocol.time(), requestTime));
            outbox.flush();
            connection.ended();
        });
    }

    private void publish(LoveRequest.Data data) {
        protocol.pace(connection, rate, data.frame().length);
        publisher.publish(data, principal, this::mayPublish);
    }

    /**
     * Events are sent on change only, so whoever comes late is given the latest at once; LOVE's own clients do not expect that of a whole
     * category.
     */
    private static boolean beginsWithLatest(Target target, LoveOptions options) {
        return target.topics().contains(Topic.EVENT) && (options.used() || target.component() != null);
    }

    private boolean mayPublish(Address address) {
        return protocol.openPublish() || principal.may(Right.WRITE, address);
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
            case Target.OfCategory of ->
                (of.category() == Category.INITIAL_STATE && isProducer())
                        || principal.may(right, new AddressPattern(of.category(), null, null, null));
            case Target.OfSelection of -> of.patterns().stream().allMatch(pattern -> principal.may(right, pattern));
            case Target.OfRequests of -> isProducer() || principal.maySomewhere(right);
            case Target.OfMessages of -> false;
            case Target.OfNothing of -> true;
        };
    }

    /** Who publishes must hear what is asked of producers, whatever else he may. */
    private boolean isProducer() {
        return protocol.openPublish() || principal.maySomewhere(Right.WRITE);
    }

    /** A producer's goes where the operator finds it; what a front end sends wrongly is nobody's data. */
    private void refuse(LoveRequest.BadData bad) {
        if (isProducer()) {
            protocol.intake().refused(bad.frame(), bad.code(), bad.message(), principal.name());
        }
        refuse(LoveAnswers.refusal(bad.code(), bad.message(), bad.id()));
    }

    private void refuse(ErrorCode code, String message) {
        refuse(ErrorBody.of(code, message));
    }

    private void refuse(byte[] frame) {
        if (outbox.offer(frame)) {
            outbox.flush();
        } else {
            outbox.end(CloseCode.SLOW_CONSUMER);
        }
    }
}
