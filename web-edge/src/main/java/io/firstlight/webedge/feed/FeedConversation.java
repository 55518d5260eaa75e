package io.firstlight.webedge.feed;

import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.socket.Connection;
import io.firstlight.webedge.socket.Conversation;
import io.firstlight.webedge.target.Target;

/** One client of the live feed: subscribed from its first moment on, never asked for anything. */
public final class FeedConversation implements Conversation {

    private final HubLoop hub;
    private final Subscriber subscriber;

    private FeedConversation(HubLoop hub, Subscriber subscriber) {
        this.hub = hub;
        this.subscriber = subscriber;
        hub.execute(h -> h.subscribe(subscriber, new Target.OfMessages(), null, false));
    }

    /** How the feed's connections open. */
    public static Opening opening(HubLoop hub) {
        return (Connection connection, Outbox outbox) ->
                new FeedConversation(hub, new Subscriber(outbox, FeedShape.INSTANCE));
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
