package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.webedge.history.PageSource;
import io.firstlight.webedge.history.PastStates;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.FrontierTokens;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.state.AddressValue;
import io.firstlight.webedge.state.LatestValue;
import io.firstlight.webedge.target.Target;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The core of an edge: takes records in log order, keeps the latest value of each address and a tail of recent records, and brings every
 * subscription from where it begins to live. Not thread-safe: {@link HubLoop} owns it, a test may step it. Log, clock and sockets are
 * parameters.
 *
 * <pre>
 * record -> spans -> latest value, tail
 *                 -> frame per wire shape -> outbox of each live subscription -> (end of batch) flush
 * subscribe -> snapshot | tail | log pages -> (catch-up) -> live
 * </pre>
 *
 * <p><b>The promise.</b> Of a subscription's topics, the hub's frontier says what has been dispatched. A live subscription has been given
 * everything before the frontier and nothing after it. One that is not live has a frontier of its own and goes live at the moment when both
 * are the same; as one thread does all of it, nothing can come in between.
 *
 * <p>A stream whose payload is JSON null is deleted: its frame still goes out, and the address has no value.
 */
public final class Hub {

    private final LogLayout layout;
    private final HubSettings settings;
    private final HubMeters meters;
    private final Frontier frontier;
    private final Timers timers = new Timers();
    private final StateTree tree = new StateTree();
    private final Tail tail;
    private final Ground ground;
    private final Snapshots snapshots;
    private final CatchUps catchUps;
    private final Delivery delivery;
    private final Replies replies;
    private final Replays replays;
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private long nowMs;

    /**
     * A hub that knows nothing yet.
     *
     * @param start the first record of each partition that will be dispatched
     * @param self runs a task on the hub's thread soon; may be called by any thread
     * @param nowMs the time now; the hub knows no other clock than this and {@link #advance}
     */
    public Hub(
            LogLayout layout,
            Frontier start,
            HubSettings settings,
            PageSource pages,
            PastStates past,
            Executor self,
            HubMeters meters,
            long nowMs) {
        this.layout = layout;
        this.settings = settings;
        this.meters = meters;
        this.nowMs = nowMs;
        this.frontier = start.copy(layout.names());
        this.tail = new Tail(layout, start, settings.tailBytes());
        this.ground = new HubGround(pages, self);
        this.snapshots = new Snapshots(tree, ground);
        this.delivery = new Delivery(tree, ground, timers, this::lag);
        this.catchUps = new CatchUps(timers, ground, this::caughtUp, delivery::awaitFlush);
        this.replies = new Replies(ground, delivery);
        this.replays = new Replays(settings.replays(), past, tree, ground, catchUps, replies, this::end, meters);
    }

    private final class HubGround implements Ground {
        private final PageSource pages;
        private final Executor self;
        private final FrontierTokens tokens = new FrontierTokens(layout);

        HubGround(PageSource pages, Executor self) {
            this.pages = pages;
            this.self = self;
        }

        @Override
        public long nowMs() {
            return nowMs;
        }

        @Override
        public Frontier frontier() {
            return frontier;
        }

        @Override
        public Tail tail() {
            return tail;
        }

        @Override
        public PageSource pages() {
            return pages;
        }

        @Override
        public String token(Frontier at) {
            return tokens.of(at);
        }

        @Override
        public void soon(Runnable task) {
            self.execute(task);
        }

        @Override
        public void wake(CatchUp catchUp) {
            soon(() -> catchUps.ready(catchUp));
        }
    }

    /** Takes an entry of the state topic, before any record is dispatched; null says that the address was deleted. */
    public void load(Address address, @Nullable StateEntry entry, SourceOffset source) {
        Uuid present = layout.of(address.category().topic()).id();
        boolean former = source.topicId() != null && !present.equals(source.topicId());
        int partition = former ? LatestValue.FORMER : source.partition();
        tree.node(address)
                .latest(
                        entry == null
                                ? LatestValue.deleted(0, partition, source.offset())
                                : LatestValue.of(
                                        entry.json(),
                                        entry.payload(),
                                        entry.salindexIsText(),
                                        entry.timeMs(),
                                        partition,
                                        source.offset()));
    }

    /** Takes the next record of the log. A record that cannot be read is counted and skipped: the router keeps it for the operator. */
    public void dispatch(LogRecord record) {
        frontier.pass(record);
        switch (LogEntry.read(record)) {
            case LogEntry.Reading.Bad bad -> meters.malformed(record, bad.reason());
            case LogEntry.Reading.Good good -> {
                meters.dispatched();
                tail.add(good.entry());
                delivery.deliver(good.entry());
            }
        }
        catchUps.dispatched();
    }

    /** The time has gone on: does what is due, and a turn of work for those that catch up. */
    public void advance(long now) {
        nowMs = now;
        timers.run(now);
        catchUps.run();
        meters.tailBytes(tail.bytes());
    }

    /** Whether {@link #advance} has more to do at once. */
    public boolean isBusy() {
        return catchUps.isBusy();
    }

    /** When something is due next; {@link Long#MAX_VALUE} if nothing is. */
    public long nextDueMs() {
        return timers.nextDueMs();
    }

    /** Writes out what the last records and requests have put into outboxes; to be called at the end of each batch. */
    public void flush() {
        delivery.flush();
    }

    /** How far the hub has come; a copy. */
    public Frontier frontier() {
        return frontier.copy(layout.names());
    }

    /** The topics that it reads. */
    public LogLayout layout() {
        return layout;
    }

    /** Every known address of the target with its latest value, deleted ones included. */
    public List<AddressValue> known(Target target) {
        return tree.values(target);
    }

    /**
     * Subscribes, and answers in the subscriber's outbox: the answer first, then what {@code start} asks for, then every later record. One
     * of the same name is replaced: subscribing again answers again and delivers no second copy.
     */
    public void subscribe(Subscription subscription, Start start) {
        Subscriber subscriber = subscription.subscriber();
        subscribers.add(subscriber);
        String name = subscription.target().name();
        if (subscriber.subscriptions().size() >= settings.subscriptions()
                && !subscriber.subscriptions().containsKey(name)) {
            replies.refused(subscription, ErrorCode.TOO_MANY_SUBSCRIPTIONS, tooMany());
            return;
        }
        Subscription before = subscriber.subscriptions().put(name, subscription);
        if (before != null) {
            drop(before);
            if (!goesOn(before, subscription, start)) {
                subscriber.outbox().forget(key -> SampleKey.isOf(key, before.target()));
            }
        }
        switch (start) {
            case Start.Now now -> {
                if (now.snapshot()) {
                    beginWithSnapshot(subscription, null);
                } else {
                    replies.subscribed(subscription, null, -1);
                    replies.position(subscription, frontier);
                    goLive(subscription);
                }
            }
            case Start.At at -> resume(subscription, at);
            case Start.Foreign foreign -> beginWithSnapshot(subscription, Answers.Resumption.FOREIGN);
            case Start.Replay replay -> replays.begin(subscription, replay);
        }
        tellPositions(subscription);
    }

    private String tooMany() {
        return "this connection has " + settings.subscriptions() + " subscriptions, as many as one may";
    }

    /** Who asks again for what it has must not lose what waits for it; to anybody else that would come late, and among newer values. */
    @SuppressWarnings("ReferenceEquality") // a shape is told by identity, as WireShape says
    private static boolean goesOn(Subscription before, Subscription subscription, Start start) {
        return start instanceof Start.Now now && !now.snapshot() && before.shape() == subscription.shape();
    }

    private void resume(Subscription subscription, Start.At start) {
        switch (Frontier.resolve(start.position(), layout, subscription.target().topics())) {
            case Frontier.Resolution.Resolved resolved ->
                catchUps.begin(CatchUp.resuming(subscription, ground, resolved.frontier()));
            case Frontier.Resolution.Unresolved unresolved ->
                beginWithSnapshot(
                        subscription,
                        switch (unresolved.reason()) {
                            case FOREIGN -> Answers.Resumption.FOREIGN;
                            case TOPIC_RECREATED -> Answers.Resumption.TOPIC_RECREATED;
                            case NOT_COVERED -> Answers.Resumption.NOT_COVERED;
                        });
        }
    }

    private void beginWithSnapshot(Subscription subscription, Answers.@Nullable Resumption resumption) {
        Snapshot snapshot = snapshots.of(subscription);
        replies.subscribed(subscription, resumption, snapshot.size());
        beginAfter(subscription, snapshot, null);
    }

    private void beginAfter(Subscription subscription, Snapshot snapshot, Answers.@Nullable Notice whenLive) {
        catchUps.begin(CatchUp.after(
                subscription,
                ground,
                replies.frames(subscription, snapshot),
                snapshot.at().copy(subscription.target().topics()),
                whenLive));
    }

    /** A catch-up has come to something. */
    private void caughtUp(CatchUp catchUp, CatchUp.Progress progress) {
        Subscription subscription = catchUp.subscription();
        switch (progress) {
            case CatchUp.Progress.Resolved resolved ->
                replies.subscribed(subscription, Answers.Resumption.RECOVERED, -1);
            case CatchUp.Progress.Live live -> {
                replays.release(subscription);
                goLive(subscription);
                if (catchUp.whenLive() != null) {
                    replies.notice(subscription, catchUp.whenLive(), null, 0);
                }
            }
            case CatchUp.Progress.Ended ended -> replays.end(subscription, null);
            case CatchUp.Progress.Lost lost -> lost(catchUp, lost.reason());
            default -> throw new IllegalArgumentException(progress + " is no outcome");
        }
    }

    private void lost(CatchUp catchUp, Answers.Resumption reason) {
        Subscription subscription = catchUp.subscription();
        if (catchUp.isReplay()) {
            replays.end(subscription, reason.name());
        } else if (catchUp.isResolving()) {
            beginWithSnapshot(subscription, reason);
        } else {
            Snapshot snapshot = snapshots.of(subscription);
            meters.hole();
            replies.notice(subscription, Answers.Notice.HOLE, reason.name(), snapshot.size());
            // Who was told that it lags is to be told when that is over, hole or not.
            beginAfter(subscription, snapshot, catchUp.whenLive());
        }
    }

    private void goLive(Subscription subscription) {
        subscription.catchUp(null);
        tree.join(subscription);
    }

    /** A live subscription whose client does not take the record: from just before it on, it is read on from the log. */
    private void lag(Subscription subscription, LogRecord record) {
        tree.leave(subscription);
        meters.lagging();
        Frontier before = frontier.copyBefore(record, subscription.target().topics());
        CatchUp catchUp = CatchUp.lagging(
                subscription, ground, before, subscription.answers().notice(Answers.Notice.LAGGING, null, 0));
        catchUp.awaitsRoom(true);
        subscription.catchUp(catchUp);
    }

    /** The subscriber has read: what waited for room goes on. */
    public void roomFor(Subscriber subscriber) {
        for (Subscription subscription : subscriber.subscriptions().values()) {
            CatchUp catchUp = subscription.catchUp();
            if (catchUp != null && catchUp.awaitsRoom()) {
                catchUps.ready(catchUp);
            }
        }
    }

    /**
     * Steers a running replay.
     *
     * @return whether there is one of that name
     */
    public boolean steer(Subscriber subscriber, String name, ReplayControl control) {
        Subscription subscription = subscriber.subscriptions().get(name);
        return subscription != null && replays.steer(subscription, control);
    }

    private void tellPositions(Subscription subscription) {
        int everyMs = subscription.positionEveryMs();
        if (everyMs > 0 && !subscription.isEnded()) {
            timers.at(nowMs + everyMs, () -> {
                Frontier seen = seen(subscription);
                if (seen != null) {
                    replies.positionIfThereIsRoom(subscription, seen);
                }
                tellPositions(subscription);
            });
        }
    }

    /** What the client of a subscription has been given for certain; null if that cannot be said at this moment. */
    private @Nullable Frontier seen(Subscription subscription) {
        if (subscription.isLive()) {
            return subscription.subscriber().outbox().isMerging()
                    ? null
                    : frontier.copy(subscription.target().topics());
        }
        return subscription.catchUp() == null ? null : subscription.catchUp().seen();
    }

    /** Ends a subscription and confirms, if there is something to say; nothing of that target follows. */
    public void unsubscribe(Subscriber subscriber, Target target, byte @Nullable [] confirmation) {
        Subscription subscription = subscriber.subscriptions().remove(target.name());
        if (subscription != null) {
            drop(subscription);
            subscriber.outbox().forget(key -> SampleKey.isOf(key, target));
        }
        replies.send(subscriber, confirmation);
    }

    /** Ends all subscriptions of a connection that has closed. */
    public void leave(Subscriber subscriber) {
        subscriber.subscriptions().values().forEach(this::drop);
        subscriber.subscriptions().clear();
        subscribers.remove(subscriber);
    }

    private void end(Subscription subscription) {
        subscription.subscriber().subscriptions().remove(subscription.target().name(), subscription);
        drop(subscription);
    }

    private void drop(Subscription subscription) {
        replays.release(subscription);
        tree.leave(subscription);
        subscription.end();
    }

    /** Tells every client that asked for notices whether this edge can read the log. */
    public void logReachable(boolean reachable) {
        Answers.Notice notice = reachable ? Answers.Notice.LOG_REACHABLE : Answers.Notice.LOG_UNREACHABLE;
        for (Subscriber subscriber : subscribers) {
            for (Subscription subscription : subscriber.subscriptions().values()) {
                replies.notice(subscription, notice, null, 0);
            }
        }
    }
}
