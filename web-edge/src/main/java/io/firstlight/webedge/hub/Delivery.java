package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.log.LogRecord;
import io.firstlight.webedge.outbox.Sample;
import io.firstlight.webedge.state.LatestValue;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Brings a record to the live subscriptions: keeps it as the latest value, encodes a frame once per row, and offers it to the outbox of each
 * member. Telemetry may be merged there; anything else that an outbox does not take makes its subscription lag. Owned by the hub's thread.
 *
 * <p>Rows and their members are walked from the last to the first, because one that lags leaves meanwhile.
 */
final class Delivery {

    private static final Set<Category> STATE = EnumSet.copyOf(RouterContract.categories());

    private final StateTree tree;
    private final Ground ground;
    private final Timers timers;
    private final BiConsumer<Subscription, LogRecord> lag;
    private final List<Subscriber> awaitingFlush = new ArrayList<>();
    private @Nullable String topicToken;

    /**
     * A delivery.
     *
     * @param lag told of a subscription whose client does not take a record
     */
    Delivery(StateTree tree, Ground ground, Timers timers, BiConsumer<Subscription, LogRecord> lag) {
        this.tree = tree;
        this.ground = ground;
        this.timers = timers;
        this.lag = lag;
    }

    /** Brings the record, which the hub's frontier has passed already, to those who listen. */
    void deliver(LogEntry entry) {
        topicToken = null;
        ComponentRecord record = entry.component();
        if (record == null) {
            byte[] body = Objects.requireNonNull(entry.record().value());
            toAll(tree.messages(), List.of(), entry, row -> extras -> row.message(body, extras), body, whole(body));
            return;
        }
        if (entry.request() != null) {
            toProducers(entry.request(), entry);
            return;
        }
        CategoryNode category = tree.category(record.category());
        ComponentNode component = category.component(record.component());
        Origin origin = Origin.of(entry, record);
        byte[] value = record.value();
        for (StreamSpan stream : record.streams()) {
            StreamNode node = component.stream(stream.stream());
            LatestValue kept = keep(node, entry.record(), record, stream.payload());
            Audience audience = node.audience();
            if (audience != null) {
                toStream(audience, origin, entry, stream, kept);
            }
        }
        if (!component.audience().isEmpty()) {
            toAll(
                    component.audience(),
                    record.streams(),
                    entry,
                    row -> extras -> row.component(origin, value, record.data(), extras),
                    value,
                    record.data());
        }
        if (!category.audience().isEmpty()) {
            toAll(
                    category.audience(),
                    record.streams(),
                    entry,
                    row -> extras -> row.category(origin, value, record.data(), extras),
                    value,
                    record.data());
        }
        List<SelectionAudience> selections = component.selections();
        for (int i = selections.size() - 1; i >= 0; i--) {
            toSelection(selections.get(i), origin, entry, record);
        }
    }

    private void toProducers(InitialStateRequest request, LogEntry entry) {
        byte[] nothing = {};
        Audience registered = tree.requests(request.to());
        if (registered != null) {
            toAll(registered, List.of(), entry, row -> extras -> row.request(request, extras), nothing, whole(nothing));
        }
        if (request.to().equals(InitialStateRequest.ALL)) {
            toAll(
                    tree.category(Category.INITIAL_STATE).audience(),
                    List.of(),
                    entry,
                    row -> extras -> row.request(request, extras),
                    nothing,
                    whole(nothing));
        }
    }

    /** Samples that wait in an outbox hold on to the payload kept anyway, not to a record with many streams. */
    private void toStream(
            Audience audience, Origin origin, LogEntry entry, StreamSpan stream, @Nullable LatestValue kept) {
        byte[] source = kept == null || kept.isDeleted()
                ? Objects.requireNonNull(entry.record().value())
                : kept.payload();
        Span payload = kept == null || kept.isDeleted() ? stream.payload() : kept.span();
        toAll(
                audience,
                List.of(stream),
                entry,
                shape -> extras -> shape.stream(origin, stream.stream(), source, payload, extras),
                source,
                payload);
    }

    private void toSelection(SelectionAudience listening, Origin origin, LogEntry entry, ComponentRecord record) {
        List<StreamSpan> chosen = Frames.chosen(listening.selection(), record);
        if (chosen.isEmpty()) {
            return;
        }
        String name = listening.selection().name();
        byte[] data = SelectedStreams.data(record, chosen);
        toAll(
                listening.audience(),
                chosen,
                entry,
                row -> extras -> row.selection(origin, name, record.value(), chosen, extras),
                data,
                whole(data));
    }

    /**
     * Offers a record's frame to every member of an audience.
     *
     * @param streams what the frame carries of the record
     * @param payload where in {@code source} the values lie whose extremes are kept when records are merged
     */
    private void toAll(
            Audience audience,
            List<StreamSpan> streams,
            LogEntry entry,
            Function<WireShape, Function<Extras, byte[]>> encoding,
            byte[] source,
            Span payload) {
        LogRecord record = entry.record();
        Object key = null;
        boolean keepsOrder = false;
        List<Audience.Row> rows = audience.rows();
        for (int r = rows.size() - 1; r >= 0; r--) {
            Audience.Row row = rows.get(r);
            Target target = row.subscription(0).target();
            WireShape shape = row.shape();
            int heldBack = row.throttle().admit(entry);
            if (heldBack == Throttle.HELD_BACK) {
                continue;
            }
            Function<Extras, byte[]> encode = encoding.apply(shape);
            String position = shape.hasPositions() ? token(target, entry) : null;
            byte[] frame = encode.apply(Extras.at(position).after(heldBack));
            if (record.topic() == Topic.TELEMETRY && !shape.isLossless()) {
                if (key == null) {
                    ComponentRecord parsed = Objects.requireNonNull(entry.component());
                    key = SampleKey.of(target, parsed.component(), streams);
                    keepsOrder = !(target instanceof Target.OfStream) && mixesStreams(parsed);
                }
                // Of a single stream the last sample says how far all have come; of more, others may wait behind it.
                String late = target instanceof Target.OfStream ? position : null;
                boolean same = late != null || position == null;
                offerSample(
                        row,
                        key,
                        new TelemetrySample(
                                frame, source, payload, shape.hasExtremes(), late, same, keepsOrder, encode),
                        record);
            } else if (position != null && overtakes(shape, target)) {
                offerOvertaking(row, frame, encode.apply(Extras.NONE), record);
            } else {
                offer(row, frame, record);
            }
        }
    }

    private boolean mixesStreams(ComponentRecord record) {
        return tree.category(record.category())
                .component(record.component())
                .streamSets()
                .overlapWith(record.streams());
    }

    /** Whether telemetry of the same target may wait in an outbox while this, which is none, goes before it. */
    private static boolean overtakes(WireShape shape, Target target) {
        return !shape.isLossless()
                && target.topics().size() > 1
                && target.topics().contains(Topic.TELEMETRY);
    }

    /** A frame that goes before telemetry which came earlier must not say that the client has all of it. */
    private void offerOvertaking(Audience.Row row, byte[] frame, byte[] withoutPosition, LogRecord record) {
        for (int i = row.size() - 1; i >= 0; i--) {
            Subscription subscription = row.subscription(i);
            boolean merging = subscription.subscriber().outbox().isMerging();
            offer(subscription, merging ? withoutPosition : frame, record);
        }
    }

    private void offerSample(Audience.Row row, Object key, Sample sample, LogRecord record) {
        for (int i = row.size() - 1; i >= 0; i--) {
            Subscription subscription = row.subscription(i);
            Subscriber subscriber = subscription.subscriber();
            if (!subscriber.outbox().offerSample(key, sample, subscription.minIntervalMs())) {
                doesNotFit(subscription, record);
            }
            awaitFlush(subscriber);
        }
    }

    /**
     * Not even merged does it fit. A client that is told so gets everything from the log, late; to one that could not tell late values from
     * new ones, LOVE's own, only coming back helps. Samples held back for a rate would be overtaken, so there it is the same.
     */
    private void doesNotFit(Subscription subscription, LogRecord record) {
        if (subscription.shape().hasExtremes() && subscription.minIntervalMs() == 0) {
            lag.accept(subscription, record);
        } else {
            subscription.subscriber().outbox().end(CloseCode.SLOW_CONSUMER);
        }
    }

    private void offer(Audience.Row row, byte[] frame, LogRecord record) {
        for (int i = row.size() - 1; i >= 0; i--) {
            offer(row.subscription(i), frame, record);
        }
    }

    private void offer(Subscription subscription, byte[] frame, LogRecord record) {
        if (!subscription.subscriber().outbox().offer(frame)) {
            lag.accept(subscription, record);
        }
        awaitFlush(subscription.subscriber());
    }

    /** The token of what a live subscription has been given with this record: made once for all whose position covers this topic alone. */
    private String token(Target target, LogEntry entry) {
        Set<Topic> topics = target.topics();
        if (topics.size() > 1) {
            return ground.token(ground.frontier().copy(topics));
        }
        String token = topicToken;
        if (token == null) {
            token = ground.token(ground.frontier().copy(Set.of(entry.record().topic())));
            topicToken = token;
        }
        return token;
    }

    /** Keeps the payload as the latest value; null if a later one is known already, or it is no state but a wish of one moment. */
    private static @Nullable LatestValue keep(StreamNode node, LogRecord record, ComponentRecord parsed, Span payload) {
        LatestValue latest = node.latest();
        if (!STATE.contains(parsed.category())
                || (latest != null && latest.covers(record.partition(), record.offset(), record.timestampMs()))) {
            return null;
        }
        LatestValue kept = LatestValue.of(
                parsed.value(),
                payload,
                parsed.salindexIsText(),
                record.timestampMs(),
                record.partition(),
                record.offset());
        node.latest(kept);
        return kept;
    }

    private static Span whole(byte[] bytes) {
        return new Span(0, bytes.length);
    }

    /** Notes that frames wait for the subscriber. */
    void awaitFlush(Subscriber subscriber) {
        if (subscriber.markAwaitingFlush()) {
            awaitingFlush.add(subscriber);
        }
    }

    /** Writes out what waits. */
    void flush() {
        for (Subscriber subscriber : awaitingFlush) {
            subscriber.flush();
            flushWhenDue(subscriber);
        }
        awaitingFlush.clear();
    }

    /** Frames held back to keep to a rate go out when their time has come, although nothing else comes. */
    private void flushWhenDue(Subscriber subscriber) {
        long dueMs = subscriber.outbox().nextDueMs();
        if (dueMs < subscriber.flushDueMs()) {
            subscriber.flushDueMs(dueMs);
            timers.at(dueMs, () -> {
                subscriber.flushDueMs(Long.MAX_VALUE);
                awaitFlush(subscriber);
            });
        }
    }
}
