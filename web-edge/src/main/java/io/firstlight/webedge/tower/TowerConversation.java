package io.firstlight.webedge.tower;

import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.notice.Channel;
import io.firstlight.webedge.hub.Hub;
import io.firstlight.webedge.hub.HubLoop;
import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.hub.Subscription;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.socket.Connection;
import io.firstlight.webedge.socket.Conversation;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One Tower client. Requests are answered in order; one that is refused changes nothing. A request that holds replaces the membership by
 * difference: what is kept is never left, what is left sends nothing after the answer, and what is joined sends everything after it.
 */
final class TowerConversation implements Conversation {

    private final TowerProtocol protocol;
    private final HubLoop hub;
    private final Connection connection;
    private final Outbox outbox;
    private final Subscriber subscriber;
    private final @Nullable XrfToken xrfToken;
    private final RequestBudget budget;
    /** Owned by the hub's thread. */
    private final Map<Channel, Membership> members = new LinkedHashMap<>();

    private volatile UserPrincipal principal;

    /**
     * A channel that the client has joined.
     *
     * @param target what of it he may see
     * @param options how he wants it
     * @param subscription how it stands in the hub
     */
    private record Membership(Target target, TowerOptions options, Subscription subscription) {}

    TowerConversation(TowerProtocol protocol, TowerHandshake.Shown shown, Connection connection, Outbox outbox) {
        this.protocol = protocol;
        this.hub = protocol.hub();
        this.connection = connection;
        this.outbox = outbox;
        this.subscriber = new Subscriber(outbox);
        this.xrfToken = shown.xrfToken();
        this.budget = protocol.newBudget();
        this.principal = shown.principal();
        outbox.onRoom(() -> hub.execute(h -> h.roomFor(subscriber)));
        outbox.offer(TowerAnswers.accepted(principal.user().id()));
        outbox.flush();
    }

    @Override
    public void text(String frame) {
        if (!budget.take()) {
            refuse("too many requests: a connection has " + protocol.config().requestsPerSecond() + " a second");
            return;
        }
        switch (TowerRequest.read(frame, xrfToken, protocol.config())) {
            case TowerRequest.Groups groups -> inOrder(h -> replace(h, groups));
            case TowerRequest.Refused refused -> refuse(refused.reason());
            case TowerRequest.Nothing nothing -> {}
        }
    }

    @Override
    public void binary() {
        refuse("send JSON in text frames");
    }

    @Override
    public void principalChanged(UserPrincipal now) {
        principal = now;
        hub.execute(this::lookAgain);
    }

    @Override
    public void closed() {
        hub.execute(h -> {
            protocol.meters().channels(-members.size());
            members.clear();
            h.leave(subscriber);
        });
    }

    private void inOrder(Consumer<Hub> work) {
        connection.began();
        hub.execute(h -> {
            work.accept(h);
            connection.ended();
        });
    }

    private void refuse(String reason) {
        protocol.meters().refused();
        // Through the hub, although it does not need it: answers come in the order of the requests.
        inOrder(h -> {
            say(TowerAnswers.error(reason));
            outbox.flush();
        });
    }

    private void replace(Hub h, TowerRequest.Groups request) {
        UserPrincipal user = principal;
        List<String> denied = new ArrayList<>(request.illegal());
        Map<Channel, Target> wanted = new LinkedHashMap<>();
        for (Channel channel : request.channels()) {
            ChannelTargets.of(user, channel)
                    .ifPresentOrElse(
                            target -> wanted.put(channel, target),
                            () -> denied.add(TowerRequest.denied(channel.group(), channel.element())));
        }
        List<Channel> left = members.keySet().stream()
                .filter(channel -> !wanted.containsKey(channel))
                .toList();
        List<Channel> joined = wanted.keySet().stream()
                .filter(channel -> !members.containsKey(channel))
                .toList();
        left.forEach(channel -> leave(h, channel));
        protocol.meters().denied(denied.size());
        denied.forEach(reason -> say(TowerAnswers.error(reason)));
        say(TowerAnswers.groups(names(wanted.keySet()), names(left), names(joined)));
        for (Channel channel : joined) {
            join(
                    h,
                    channel,
                    target(wanted, channel),
                    request.options(),
                    request.options().start(channel));
        }
        outbox.flush();
    }

    private static Target target(Map<Channel, Target> targets, Channel channel) {
        return Objects.requireNonNull(targets.get(channel));
    }

    private void join(Hub h, Channel channel, Target target, TowerOptions options, Start start) {
        Subscription subscription = new Subscription(
                subscriber, target, protocol.shape(options), new TowerAnswers(channel.name(), options.used()), 0, 0);
        members.put(channel, new Membership(target, options, subscription));
        protocol.meters().channels(1);
        h.subscribe(subscription, start);
    }

    private void leave(Hub h, Channel channel) {
        Membership membership = members.remove(channel);
        if (membership != null) {
            protocol.meters().channels(-1);
            h.unsubscribe(subscriber, membership.target(), null);
        }
    }

    /**
     * The user has other rights: of each channel he has from now on what he may see now. Whoever is still being brought up to date cannot be
     * given another target without a gap, and is asked to come back.
     */
    private void lookAgain(Hub h) {
        for (Map.Entry<Channel, Membership> member : List.copyOf(members.entrySet())) {
            Channel channel = member.getKey();
            Membership before = member.getValue();
            Optional<Target> now = ChannelTargets.of(principal, channel);
            if (now.isPresent() && now.get().equals(before.target())) {
                continue;
            }
            if (now.isPresent() && !before.subscription().isLive()) {
                outbox.end(CloseCode.RIGHTS_CHANGED);
                return;
            }
            leave(h, channel);
            now.ifPresent(target -> join(h, channel, target, before.options(), new Start.Now(false)));
        }
    }

    private static List<String> names(Collection<Channel> channels) {
        return channels.stream().map(Channel::name).toList();
    }

    private void say(byte[] frame) {
        if (!outbox.offer(frame)) {
            outbox.end(CloseCode.SLOW_CONSUMER);
        }
    }
}
