package io.firstlight.webedge.hub;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.log.Frontier;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Puts what is said to subscribers into their outboxes, in order with what is delivered to them. What a protocol has no words for is not said;
 * a client that takes no answer any more is closed. Owned by the hub's thread.
 */
final class Replies {

    private final Ground ground;
    private final Delivery delivery;

    Replies(Ground ground, Delivery delivery) {
        this.ground = ground;
        this.delivery = delivery;
    }

    /** The subscription stands; {@code snapshot} is how many values come first, -1 if none were asked for. */
    void subscribed(Subscription subscription, Answers.@Nullable Resumption resumption, int snapshot) {
        send(subscription, subscription.answers().subscribed(new Answers.Subscribed(resumption, snapshot)));
    }

    void refused(Subscription subscription, ErrorCode code, String message) {
        send(subscription, subscription.answers().refused(code, message));
    }

    void notice(Subscription subscription, Answers.Notice notice, @Nullable String detail, int count) {
        send(subscription, subscription.answers().notice(notice, detail, count));
    }

    /** What the client has seen with this. */
    void position(Subscription subscription, Frontier seen) {
        if (subscription.shape().hasPositions()) {
            send(subscription, positionFrame(subscription, seen));
        }
    }

    /** The same, but left out for want of room: the next says more. */
    void positionIfThereIsRoom(Subscription subscription, Frontier seen) {
        byte[] frame = positionFrame(subscription, seen);
        if (frame != null && subscription.subscriber().outbox().offer(frame)) {
            delivery.awaitFlush(subscription.subscriber());
        }
    }

    /** The frames of a snapshot, and behind them what the client has seen with them; made as they are taken. */
    Iterator<byte[]> frames(Subscription subscription, Snapshot snapshot) {
        byte[] position = subscription.shape().hasPositions() ? positionFrame(subscription, snapshot.at()) : null;
        return position == null
                ? snapshot.frames()
                : new Sequence<>(List.of(
                        snapshot.frames(), Collections.singleton(position).iterator()));
    }

    private byte @Nullable [] positionFrame(Subscription subscription, Frontier seen) {
        return subscription
                .answers()
                .position(ground.token(seen.copy(subscription.target().topics())));
    }

    private void send(Subscription subscription, byte @Nullable [] frame) {
        send(subscription.subscriber(), frame);
    }

    /** Any frame, or none. */
    void send(Subscriber subscriber, byte @Nullable [] frame) {
        if (frame != null) {
            if (!subscriber.outbox().offer(frame)) {
                subscriber.outbox().end(CloseCode.SLOW_CONSUMER);
            }
            delivery.awaitFlush(subscriber);
        }
    }
}
