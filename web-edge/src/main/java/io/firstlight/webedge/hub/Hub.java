package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.webedge.history.Moment;
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

import java.util.Collections;
import java.util.Iterator;
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
    private final PastStates past;
    private final Executor self;
    private final HubMeters meters;
    private final Frontier frontier;
    private final Timers timers = new Timers();
    private final StateTree tree = new StateTree();
    private final Tail tail;
    private final Ground ground;
    private final Snapshots snapshots;
    private final CatchUps catchUps;
    private final Delivery delivery;
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private long nowMs;
    private int replays;

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
        this.past = past;
        this.self = self;
        this.meters = meters;
        this.nowMs = nowMs;
        this.frontier = start.copy(layout.names());
        this.tail = new Tail(layout, start, settings.tailBytes());
        this.ground = new HubGround(pages);
        this.snapshots = new Snapshots(tree, frontier, tail);
        this.delivery = new Delivery(tree, ground, timers, this::lag);
        this.catchUps = new CatchUps(timers, this::caughtUp, delivery::awaitFlush);
    }

    private final class HubGround implements Ground {
        private final PageSource pages;
        private final FrontierTokens tokens = new FrontierTokens(layout);

        HubGround(PageSource pages) {
            this.pages = pages;
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
        public void wake(CatchUp catchUp) {
            self.execute(() -> catchUps.ready(catchUp));
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
        catchUps.run(now);
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
            answer(subscription, subscription.answers().refused(ErrorCode.TOO_MANY_SUBSCRIPTIONS, tooMany()));
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
                    answer(subscription, subscribed(subscription, null, -1));
                    answer(subscription, position(subscription, frontier));
                    goLive(subscription);
                }
            }
            case Start.At at -> resume(subscription, at);
            case Start.Foreign foreign -> beginWithSnapshot(subscription, Answers.Resumption.FOREIGN);
            case Start.Replay replay -> replay(subscription, replay);
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
                begin(CatchUp.resuming(subscription, ground, resolved.frontier(), nowMs));
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
        Snapshot snapshot = snapshots.of(subscription, nowMs);
        answer(subscription, subscribed(subscription, resumption, snapshot.size()));
        beginAfter(subscription, snapshot, null);
    }

    private void beginAfter(Subscription subscription, Snapshot snapshot, Answers.@Nullable Notice whenLive) {
        begin(CatchUp.after(
                subscription,
                ground,
                framesThenPosition(subscription, snapshot),
                snapshot.at().copy(subscription.target().topics()),
                whenLive,
                nowMs));
    }

    private Iterator<byte[]> framesThenPosition(Subscription subscription, Snapshot snapshot) {
        byte[] position = position(subscription, snapshot.at());
        return position == null
                ? snapshot.frames()
                : new Sequence<>(List.of(
                        snapshot.frames(), Collections.singleton(position).iterator()));
    }

    private byte @Nullable [] position(Subscription subscription, Frontier seen) {
        return subscription.shape().hasPositions()
                ? subscription
                        .answers()
                        .position(ground.token(seen.copy(subscription.target().topics())))
                : null;
    }

    private void begin(CatchUp catchUp) {
        catchUp.subscription().catchUp(catchUp);
        catchUps.begin(catchUp, nowMs);
    }

    /** A catch-up has come to something. */
    private void caughtUp(CatchUp catchUp, CatchUp.Progress progress) {
        Subscription subscription = catchUp.subscription();
        switch (progress) {
            case CatchUp.Progress.Resolved resolved ->
                answer(subscription, subscribed(subscription, Answers.Resumption.RECOVERED, -1));
            case CatchUp.Progress.Live live -> {
                endReplay(subscription);
                goLive(subscription);
                if (catchUp.whenLive() != null) {
                    answer(subscription, subscription.answers().notice(catchUp.whenLive(), null, 0));
                }
            }
            case CatchUp.Progress.Ended ended -> endReplay(subscription, null);
            case CatchUp.Progress.Lost lost -> lost(catchUp, lost.reason());
            default -> throw new IllegalArgumentException(progress + " is no outcome");
        }
    }

    private void lost(CatchUp catchUp, Answers.Resumption reason) {
        Subscription subscription = catchUp.subscription();
        if (catchUp.isReplay()) {
            endReplay(subscription, reason.name());
        } else if (catchUp.isResolving()) {
            beginWithSnapshot(subscription, reason);
        } else {
            Snapshot snapshot = snapshots.of(subscription, nowMs);
            meters.hole();
            answer(subscription, subscription.answers().notice(Answers.Notice.HOLE, reason.name(), snapshot.size()));
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
                subscription, ground, before, subscription.answers().notice(Answers.Notice.LAGGING, null, 0), nowMs);
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

    private void replay(Subscription subscription, Start.Replay start) {
        if (replays >= settings.replays()) {
            subscription
                    .subscriber()
                    .subscriptions()
                    .remove(subscription.target().name());
            subscription.end();
            answer(
                    subscription,
                    subscription
                            .answers()
                            .refused(
                                    ErrorCode.TOO_MANY_REPLAYS,
                                    "this edge runs " + replays + " replays, as many as it may: try again later"));
            return;
        }
        replays++;
        meters.replays(replays);
        subscription.replay(new Pace(start.speed()));
        seek(subscription, start.from(), start.to(), subscribed(subscription, null, -1));
    }

    private void seek(Subscription subscription, Moment from, @Nullable Moment to, byte @Nullable [] firstAnswer) {
        subscription.catchUp(null);
        Pace pace = subscription.replay();
        int asked = subscription.asked(to);
        past.ask(
                new PastStates.Question(
                        subscription.target(),
                        from,
                        to,
                        tree.values(subscription.target()),
                        frontier.copy(subscription.target().topics())),
                found -> self.execute(() -> {
                    if (pace != null && subscription.isAsked(asked)) {
                        if (from instanceof Moment.AtTime time) {
                            pace.beginAt(time.timeMs(), nowMs);
                        }
                        replayFrom(subscription, pace, found, firstAnswer);
                    }
                }));
    }

    private void replayFrom(
            Subscription subscription, Pace pace, PastStates.Answer found, byte @Nullable [] firstAnswer) {
        switch (found) {
            case PastStates.Answer.Refused refused -> {
                answer(subscription, subscription.answers().refused(refused.code(), refused.message()));
                subscription
                        .subscriber()
                        .subscriptions()
                        .remove(subscription.target().name(), subscription);
                drop(subscription);
            }
            case PastStates.Answer.Found state -> {
                Snapshot snapshot =
                        new Snapshot(subscription.shape(), subscription.target(), state.at(), state.values());
                answer(subscription, firstAnswer);
                answer(
                        subscription,
                        subscription
                                .answers()
                                .notice(
                                        Answers.Notice.REPLAY_STARTED,
                                        state.unknown().isEmpty()
                                                ? null
                                                : state.unknown().size() + " unknown",
                                        snapshot.size()));
                begin(CatchUp.replay(
                        subscription,
                        ground,
                        framesThenPosition(subscription, snapshot),
                        state.at().copy(subscription.target().topics()),
                        state.until(),
                        pace,
                        nowMs));
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
        Pace pace = subscription == null ? null : subscription.replay();
        if (subscription == null || pace == null) {
            return false;
        }
        switch (control) {
            case ReplayControl.Pause pause -> pace.pause();
            case ReplayControl.Continue goOn -> pace.goOn();
            case ReplayControl.Speed speed -> pace.speed(speed.speed());
            case ReplayControl.Seek seek -> {
                pace.goOn();
                seek(subscription, seek.from(), subscription.until(), null);
            }
        }
        CatchUp catchUp = subscription.catchUp();
        if (catchUp != null) {
            catchUps.ready(catchUp);
        }
        return true;
    }

    private void endReplay(Subscription subscription, @Nullable String reason) {
        answer(subscription, subscription.answers().notice(Answers.Notice.REPLAY_ENDED, reason, 0));
        subscription.subscriber().subscriptions().remove(subscription.target().name(), subscription);
        drop(subscription);
    }

    private void endReplay(Subscription subscription) {
        if (subscription.replay() != null) {
            subscription.replay(null);
            replays--;
            meters.replays(replays);
        }
    }

    private void tellPositions(Subscription subscription) {
        int everyMs = subscription.positionEveryMs();
        if (everyMs > 0 && !subscription.isEnded()) {
            timers.at(nowMs + everyMs, () -> {
                Frontier seen = seen(subscription);
                if (seen != null) {
                    tellPosition(subscription, subscription.answers().position(ground.token(seen)));
                }
                tellPositions(subscription);
            });
        }
    }

    /** For want of room it is left out: the next says more. */
    private void tellPosition(Subscription subscription, byte @Nullable [] frame) {
        if (frame != null && subscription.subscriber().outbox().offer(frame)) {
            delivery.awaitFlush(subscription.subscriber());
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
        answer(subscriber, confirmation);
    }

    /** Ends all subscriptions of a connection that has closed. */
    public void leave(Subscriber subscriber) {
        subscriber.subscriptions().values().forEach(this::drop);
        subscriber.subscriptions().clear();
        subscribers.remove(subscriber);
    }

    private void drop(Subscription subscription) {
        endReplay(subscription);
        tree.leave(subscription);
        subscription.end();
    }

    /** Tells every client that asked for notices whether this edge can read the log. */
    public void logReachable(boolean reachable) {
        Answers.Notice notice = reachable ? Answers.Notice.LOG_REACHABLE : Answers.Notice.LOG_UNREACHABLE;
        for (Subscriber subscriber : subscribers) {
            for (Subscription subscription : subscriber.subscriptions().values()) {
                answer(subscription, subscription.answers().notice(notice, null, 0));
            }
        }
    }

    private static byte @Nullable [] subscribed(
            Subscription subscription, Answers.@Nullable Resumption resumption, int snapshot) {
        return subscription.answers().subscribed(new Answers.Subscribed(resumption, snapshot));
    }

    private void answer(Subscription subscription, byte @Nullable [] frame) {
        answer(subscription.subscriber(), frame);
    }

    private void answer(Subscriber subscriber, byte @Nullable [] frame) {
        if (frame != null) {
            if (!subscriber.outbox().offer(frame)) {
                subscriber.outbox().end(CloseCode.SLOW_CONSUMER);
            }
            delivery.awaitFlush(subscriber);
        }
    }
}
