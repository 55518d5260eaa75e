package io.firstlight.webedge.feed;

import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.hub.Subscription;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.socket.Connection;
import io.firstlight.webedge.socket.Conversation;
import io.firstlight.webedge.target.Target;

/** One client of the live feed: subscribed from its first moment on, never asked for anything. */
public final class FeedConversation implements Conversation {

    private final HubLoop hub;
    private final Subscriber subscriber;

    private FeedConversation(HubLoop hub, Outbox outbox, FeedRequest request) {
        this.hub = hub;
        this.subscriber = new Subscriber(outbox);
        outbox.onRoom(() -> hub.execute(h -> h.roomFor(subscriber)));
        Subscription messages =
                new Subscription(subscriber, new Target.OfMessages(), request.shape(), new FeedAnswers(outbox), 0, 0);
        hub.execute(h -> h.subscribe(messages, request.start()));
    }

    /** How a connection opens that asks for this. */
    public static Opening opening(HubLoop hub, FeedRequest request) {
        return (Connection connection, Outbox outbox) -> new FeedConversation(hub, outbox, request);
    }

    @Override
    public void text(String frame) {
        // The feed goes one way; fpesa never reads what clients send either.
    }

    @Override
    public void binary() {
        // As for text.
    }

    @Override
    public void closed() {
        hub.execute(h -> h.leave(subscriber));
    }
}
