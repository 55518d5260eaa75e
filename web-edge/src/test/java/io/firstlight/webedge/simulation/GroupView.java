package io.firstlight.webedge.simulation;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.position.PartitionOffset;
import io.firstlight.schemas.position.Position;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.hub.Answers;
import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.log.Frontier;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a client makes of the frames of one subscription, and every check of them: its view must be the fold of the log at each position
 * that it is told, no record of the target may lack or come twice, and what it is told must be so.
 */
final class GroupView {

    private static final long AHEAD_PATIENCE_MS = 5000;

    private final int generation;
    private final Wish wish;
    private final SimulatedLog log;
    private final SimulatedEdge edge;
    private final LongSupplier clockMs;
    private final Checks checks;
    private final Position hubAtStart;
    private final long sinceMs;
    private final boolean goesOn;
    private final Map<Address, String> values = new HashMap<>();
    private final Map<Address, Integer> snapshotNumbers = new HashMap<>();
    private Map<Topic, Place[]> places = new EnumMap<>(Topic.class);
    private Phase phase = Phase.AWAITS_ANSWER;
    private int snapshotLeft;
    private Frontier hubAtSnapshot;
    private boolean lagging;
    private @Nullable String token;

    private enum Phase {
        AWAITS_ANSWER,
        IN_SNAPSHOT,
        AWAITS_POSITION,
        FOLLOWS,
        /** A client without options has been given a fresh snapshot in silence: it cannot be said from where on. */
        UNKNOWN
    }

    /** @param goesOn whether what waited for a subscription of the same name may still come */
    GroupView(
            int generation,
            Wish wish,
            SimulatedLog log,
            SimulatedEdge edge,
            LongSupplier clockMs,
            Checks checks,
            boolean goesOn) {
        this.generation = generation;
        this.wish = wish;
        this.log = log;
        this.edge = edge;
        this.clockMs = clockMs;
        this.checks = checks;
        this.goesOn = goesOn;
        this.hubAtSnapshot = edge.hub().frontier();
        this.hubAtStart = Place.position(
                edge.hub().frontier(), edge.topics(), wish.target().topics());
        this.sinceMs = clockMs.getAsLong();
    }

    int generation() {
        return generation;
    }

    String group() {
        return wish.target().name();
    }

    Wish wish() {
        return wish;
    }

    /** The last position that it was told, as text. */
    @Nullable
    String token() {
        return token;
    }

    boolean isOfTarget(SimulatedRecord record) {
        return record.chosen(wish.target()) != null;
    }

    // ---- what the hub says, checked when it says it

    /** Whether the hub answers rightly, now. */
    void justified(Answers.Subscribed outcome) {
        checks.count(Checks.Kind.ANSWER);
        hubAtSnapshot = edge.hub().frontier();
        Answers.Resumption told = outcome.resume();
        boolean snapshot = outcome.snapshot() >= 0;
        switch (wish.start()) {
            case Start.Now now ->
                Violation.unless(told == null && snapshot == now.snapshot(), "%s: answered with %s", this, outcome);
            case Start.Foreign foreign ->
                Violation.unless(told == Answers.Resumption.FOREIGN && snapshot, "%s: answered with %s", this, outcome);
            case Start.At at -> {
                if (told == null) {
                    throw new Violation(this + ": nothing is said of its position");
                }
                Violation.unless(
                        snapshot == (told != Answers.Resumption.RECOVERED), "%s: answered with %s", this, outcome);
                justified(told, at.position());
                if (told == Answers.Resumption.RECOVERED) {
                    checks.count(Checks.Kind.RECOVERED);
                }
            }
            case Start.Replay replay -> throw new IllegalStateException("nobody replays");
        }
    }

    private void justified(Answers.Resumption told, Position position) {
        List<PartitionOffset> relevant = relevant(position);
        boolean present = relevant.stream()
                        .map(offset -> log.byId(offset.topicId()).topic())
                        .distinct()
                        .count()
                == wish.target().topics().size();
        boolean foreign = position.offsets().stream().anyMatch(offset -> !isPresent(log.byId(offset.topicId())));
        Frontier hub = edge.hub().frontier();
        boolean ahead = false;
        boolean passed = false;
        for (PartitionOffset offset : relevant) {
            SimulatedTopic topic = log.byId(offset.topicId());
            long reached = hub.next(topic.topic(), offset.partition());
            ahead |= !topic.from(offset.partition(), reached).isEmpty()
                    && topic.from(offset.partition(), reached).getFirst().offset() < offset.nextOffset();
            passed |= offset.nextOffset() < topic.earliest(offset.partition());
        }
        boolean right = switch (told) {
            case RECOVERED -> present && !ahead;
            case TOPIC_RECREATED -> !present && foreign;
            case RETENTION_PASSED -> present && passed;
            case AHEAD -> present && ahead && clockMs.getAsLong() - sinceMs >= AHEAD_PATIENCE_MS;
            case NOT_COVERED -> !present && !foreign;
            case FOREIGN -> false;
        };
        Violation.unless(
                right,
                "%s: told %s of %s (present %s, ahead %s, passed by retention %s); the hub is at %s",
                this,
                told,
                position,
                present,
                ahead,
                passed,
                hub);
    }

    /** What of the position is about the target, in topics that there are. */
    private List<PartitionOffset> relevant(Position position) {
        return position.offsets().stream()
                .filter(offset -> isPresent(log.byId(offset.topicId()))
                        && wish.target()
                                .topics()
                                .contains(log.byId(offset.topicId()).topic()))
                .toList();
    }

    private boolean isPresent(SimulatedTopic topic) {
        return edge.topics().get(topic.topic()) == topic;
    }

    /** Whether there is a hole, now. */
    void justifiedHole() {
        checks.count(Checks.Kind.HOLE);
        hubAtSnapshot = edge.hub().frontier();
        if (!wish.positions() || phase != Phase.FOLLOWS) {
            return;
        }
        for (Place[] lanes : places.values()) {
            for (Place place : lanes) {
                if (place.told() < place.topic().earliest(place.partition())) {
                    return;
                }
            }
        }
        throw new Violation(this + ": told of a hole where there is none");
    }

    // ---- what the client reads

    void read(Frame frame) {
        checks.count(Checks.Kind.FRAME);
        switch (frame) {
            case Frame.Begun begun -> begin(begun.outcome());
            case Frame.Told told -> tell(told);
            case Frame.At at -> position(at.position());
            case Frame.Values given -> values(given);
            case Frame.Ended ended -> throw new IllegalStateException("not of one subscription");
        }
    }

    private void begin(Answers.Subscribed outcome) {
        Violation.unless(phase == Phase.AWAITS_ANSWER, "%s: answered twice", this);
        if (outcome.snapshot() >= 0) {
            expectSnapshot(outcome.snapshot());
        } else {
            startAt(wish.start() instanceof Start.At at ? at.position() : hubAtStart);
        }
    }

    private void startAt(Position position) {
        places = Place.at(log, position, wish.target().topics());
        values.clear();
        values.putAll(log.fold(wish.target(), position));
        phase = Phase.FOLLOWS;
    }

    private void expectSnapshot(int frames) {
        values.clear();
        snapshotNumbers.clear();
        snapshotLeft = frames;
        phase = Phase.IN_SNAPSHOT;
        endSnapshot();
    }

    private void endSnapshot() {
        if (snapshotLeft > 0) {
            return;
        }
        if (wish.positions()) {
            phase = Phase.AWAITS_POSITION;
            return;
        }
        // It was taken no earlier than its newest value, and no later than the hub said so.
        places = new EnumMap<>(Topic.class);
        for (Topic topic : wish.target().topics()) {
            SimulatedTopic of = log.byId(idOf(topic));
            Place[] lanes = new Place[of.partitions()];
            for (int p = 0; p < lanes.length; p++) {
                long least = 0;
                for (Map.Entry<Address, Integer> taken : snapshotNumbers.entrySet()) {
                    SimulatedRecord record = log.record(taken.getValue());
                    if (record.topic() == of && record.partition() == p) {
                        least = Math.max(least, record.offset() + 1);
                    }
                }
                lanes[p] = new Place(of, p, least);
                lanes[p].baseAtMost(hubAtSnapshot.next(topic, p));
            }
            places.put(topic, lanes);
        }
        phase = Phase.FOLLOWS;
    }

    private org.apache.kafka.common.Uuid idOf(Topic topic) {
        SimulatedTopic known = edge.topics().get(topic);
        if (known == null) {
            throw new IllegalStateException("the edge does not know " + topic);
        }
        return known.id();
    }

    private void tell(Frame.Told told) {
        switch (told.notice()) {
            case LAGGING -> {
                Violation.unless(!lagging, "%s: told twice that it lags", this);
                lagging = true;
                checks.count(Checks.Kind.LAGGING);
            }
            case CAUGHT_UP -> {
                Violation.unless(lagging, "%s: caught up although it never lagged", this);
                lagging = false;
            }
            case HOLE -> expectSnapshot(told.frames());
            case LOG_REACHABLE, LOG_UNREACHABLE -> {}
            case REPLAY_STARTED, REPLAY_ENDED, LIVE -> throw new Violation(this + ": nobody replays");
        }
    }

    private void position(String told) {
        Violation.unless(wish.positions(), "%s: never asked for positions", this);
        Violation.unless(
                phase == Phase.AWAITS_POSITION || phase == Phase.FOLLOWS, "%s: a position while it %s", this, phase);
        Position position = PositionToken.decode(told).orElseThrow(() -> new Violation("no position: " + told));
        token = told;
        checks.position(told);
        if (phase == Phase.AWAITS_POSITION) {
            places = Place.at(log, position, wish.target().topics());
            phase = Phase.FOLLOWS;
        } else {
            for (PartitionOffset offset : position.offsets()) {
                place(log.byId(offset.topicId()), offset.partition()).tell(this, offset.nextOffset());
            }
        }
        Map<Address, String> truth = log.fold(wish.target(), position);
        Violation.unless(truth.equals(values), "%s: has %s where the log at %s says %s", this, values, position, truth);
    }

    private Place place(SimulatedTopic topic, int partition) {
        Place[] lanes = places.get(topic.topic());
        if (lanes == null || lanes[partition] == null || lanes[partition].topic() != topic) {
            throw new Violation(this + ": " + topic + "/" + partition + " is not what it subscribed to");
        }
        return lanes[partition];
    }

    private void values(Frame.Values frame) {
        for (String stream : frame.values().keySet()) {
            Violation.unless(
                    wish.target().includes(new Address(frame.category(), frame.component(), stream)),
                    "%s: %s is not of its target",
                    this,
                    frame);
        }
        if (frame.snapshot()) {
            snapshot(frame);
            return;
        }
        if (phase == Phase.UNKNOWN) {
            return;
        }
        Violation.unless(phase == Phase.FOLLOWS, "%s: %s while it %s", this, frame, phase);
        SimulatedRecord record = log.record(frame.number());
        Map<String, String> chosen = record.chosen(wish.target());
        if (chosen == null) {
            throw new Violation(this + ": " + record + " is not of its target");
        }
        Violation.unless(
                frame.values().equals(chosen)
                        && record.component().equals(frame.component())
                        && record.category() == frame.category(),
                "%s: %s is not %s",
                this,
                frame,
                record);
        Place place = place(record.topic(), record.partition());
        if (isLeftFromBefore(record, place)) {
            return;
        }
        if (frame.count() > 0) {
            checks.count(Checks.Kind.MERGED);
        }
        boolean mayMerge = mayMerge(record.category());
        Violation.unless(mayMerge || frame.count() == 0, "%s: %s must not be merged", this, frame);
        if (mayMerge && frame.count() == 0 && wish.plain()) {
            giveAllUpTo(record, place);
        } else {
            give(record, place, Math.max(1, frame.count()), mayMerge);
        }
        chosen.forEach((stream, value) -> {
            Address address = new Address(record.category(), record.component(), stream);
            if (value.equals("null")) {
                values.remove(address);
            } else {
                values.put(address, value);
            }
        });
        if (frame.position() != null) {
            position(frame.position());
        }
    }

    /** Merged telemetry that waited for a subscription which this one goes on from. */
    private boolean isLeftFromBefore(SimulatedRecord record, Place place) {
        return goesOn && mayMerge(record.category()) && record.offset() < place.start();
    }

    private boolean mayMerge(Category category) {
        return category == Category.TELEMETRY && !wish.lossless();
    }

    /** A frame that stands for so many records, of which this is the last; each must be the next of its row. */
    private void give(SimulatedRecord record, Place place, int count, boolean mayMerge) {
        Violation.unless(!place.hasBeenGiven(record), "%s: %s came twice", this, record);
        List<SimulatedRecord> missing = new ArrayList<>();
        for (SimulatedRecord other : record.topic().from(record.partition(), place.base())) {
            if (other.offset() > record.offset()) {
                break;
            }
            boolean inRow = mayMerge ? isOfRow(other, record) : isOfTarget(other);
            if (inRow && !place.hasBeenGiven(other)) {
                missing.add(other);
            }
        }
        int before = missing.size() - count;
        boolean right = goesOn ? before <= 0 : before == 0;
        if (before > 0) {
            // What a client without positions has not been given may have been in its snapshot.
            right = missing.subList(0, before).stream().allMatch(place::mayBeInSnapshot);
            missing = missing.subList(before, missing.size());
        }
        Violation.unless(
                right, "%s: a frame of %d up to %s, but what is missing up to it is %s", this, count, record, missing);
        missing.forEach(place::give);
    }

    private void giveAllUpTo(SimulatedRecord record, Place place) {
        Violation.unless(!place.hasBeenGiven(record), "%s: %s came twice", this, record);
        for (SimulatedRecord other : record.topic().from(record.partition(), place.base())) {
            if (other.offset() > record.offset()) {
                break;
            }
            if (isOfRow(other, record) && !place.hasBeenGiven(other)) {
                place.give(other);
            }
        }
    }

    /** Whether two telemetry records of the target may become one frame. */
    private boolean isOfRow(SimulatedRecord one, SimulatedRecord other) {
        Map<String, String> mine = one.chosen(wish.target());
        Map<String, String> others = other.chosen(wish.target());
        return mine != null
                && others != null
                && one.component().equals(other.component())
                && mine.keySet().equals(others.keySet());
    }

    private void snapshot(Frame.Values frame) {
        if (phase != Phase.IN_SNAPSHOT && wish.plain()) {
            phase = Phase.UNKNOWN;
            return;
        }
        if (phase == Phase.UNKNOWN) {
            return;
        }
        Violation.unless(phase == Phase.IN_SNAPSHOT, "%s: a snapshot's frame while it %s: %s", this, phase, frame);
        Violation.unless(
                frame.values().size() == 1 && frame.position() == null && frame.count() == 0,
                "%s: %s is no frame of a snapshot",
                this,
                frame);
        frame.values().forEach((stream, value) -> {
            Address address = new Address(frame.category(), frame.component(), stream);
            Violation.unless(!value.equals("null"), "%s: %s was deleted", this, address);
            Violation.unless(values.put(address, value) == null, "%s: %s is in the snapshot twice", this, address);
            snapshotNumbers.put(address, frame.number());
        });
        snapshotLeft--;
        endSnapshot();
    }

    // ---- in the end

    /** Every record has been given, and the view is the log's end. */
    void complete() {
        checks.count(Checks.Kind.END);
        if (phase == Phase.UNKNOWN) {
            return;
        }
        Violation.unless(phase == Phase.FOLLOWS, "%s: in the end it %s", this, phase);
        Violation.unless(!lagging, "%s: in the end it was never told that it caught up", this);
        for (Place[] lanes : places.values()) {
            for (Place place : lanes) {
                SimulatedRecord missing = place.firstMissing(this);
                Violation.unless(missing == null, "%s: in the end it lacks %s", this, missing);
            }
        }
        Map<Address, String> truth = log.fold(wish.target(), endOf());
        Violation.unless(truth.equals(values), "%s: in the end it has %s, but the log %s", this, values, truth);
    }

    private Position endOf() {
        List<PartitionOffset> ends = new ArrayList<>();
        for (Topic topic : wish.target().topics()) {
            SimulatedTopic of = log.topic(topic);
            for (int p = 0; p < of.partitions(); p++) {
                ends.add(new PartitionOffset(of.id(), p, of.end(p)));
            }
        }
        return new Position(ends);
    }

    @Override
    public String toString() {
        return "subscription " + generation + " of " + group() + " at " + edge
                + (wish.plain() ? " plain" : "")
                + (wish.positions() ? " positions" : "")
                + (wish.lossless() ? " lossless" : "")
                + (wish.minIntervalMs() > 0 ? " every " + wish.minIntervalMs() + " ms" : "");
    }
}
