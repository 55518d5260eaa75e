package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.code.CloseCode;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.ParsedRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.state.SourceOffset;
import io.firstlight.schemas.state.StateEntry;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.log.LogRecord;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The core of an edge: takes records in log order, keeps the latest value of each address, and puts frames into the outboxes of those who
 * subscribed. Not thread-safe: {@link HubLoop} owns it, a test may step it.
 *
 * <pre>
 * record -> spans -> latest value
 *                 -> frame per wire shape -> outbox of each subscriber -> (end of batch) flush
 * </pre>
 *
 * A stream whose payload is JSON null is deleted: its frame still goes out, and nothing is kept.
 */
public final class Hub {

    private final Map<Category, CategoryNode> categories = new EnumMap<>(Category.class);
    private final Audience messageAudience = new Audience();
    private final List<Subscriber> awaitingFlush = new ArrayList<>();
    private final HubMeters meters;

    /** A hub that knows nothing yet. */
    public Hub(HubMeters meters) {
        this.meters = meters;
        for (Category category : Category.values()) {
            categories.put(category, new CategoryNode());
        }
    }

    /** Takes an entry of the state topic, before any record is dispatched; null says that the address was deleted. */
    public void load(Address address, @Nullable StateEntry entry, SourceOffset source) {
        if (entry == null) {
            node(address).latest(null);
            category(address.category()).prune(address.component(), address.stream());
            return;
        }
        node(address)
                .latest(LatestValue.copyOf(
                        entry.json(),
                        entry.payload(),
                        entry.salindexIsText(),
                        entry.timeMs(),
                        source.partition(),
                        source.offset()));
    }

    /** Takes the next record of the log. A record that cannot be read is counted and skipped: the router keeps it for the operator. */
    public void dispatch(LogRecord record) {
        if (record.topic() == Topic.MESSAGE) {
            dispatchMessage(record);
            return;
        }
        switch (RecordParser.parse(record.value())) {
            case ComponentRecord parsed -> dispatch(record, parsed);
            case ParsedRecord.Malformed malformed -> meters.malformed(record, malformed.reason());
        }
    }

    private void dispatch(LogRecord record, ComponentRecord parsed) {
        meters.dispatched();
        CategoryNode category = category(parsed.category());
        ComponentNode component = category.component(parsed.component());
        Origin origin = new Origin(parsed.category(), parsed.component(), parsed.salindexIsText());
        for (StreamSpan stream : parsed.streams()) {
            StreamNode node = component.stream(stream.stream());
            keep(node, record, parsed, stream.payload());
            for (Audience.Row row : node.audience().rows()) {
                byte[] frame = row.shape().stream(origin, stream.stream(), parsed.value(), stream.payload());
                deliver(row, frame, conflationKey(origin, node));
            }
        }
        for (Audience.Row row : component.audience().rows()) {
            byte[] frame = row.shape().component(origin, parsed.value(), parsed.data());
            deliver(row, frame, conflationKey(origin, parsed));
        }
        for (Audience.Row row : category.audience().rows()) {
            byte[] frame = row.shape().category(origin, parsed.value(), parsed.data());
            deliver(row, frame, conflationKey(origin, parsed));
        }
    }

    private void dispatchMessage(LogRecord record) {
        byte[] body = record.value();
        if (body == null || !MessageBody.isObject(body)) {
            meters.malformed(record, "a message must be one JSON object in UTF-8");
            return;
        }
        meters.dispatched();
        for (Audience.Row row : messageAudience.rows()) {
            deliver(row, row.shape().message(body), null);
        }
    }

    private static void keep(StreamNode node, LogRecord record, ComponentRecord parsed, Span payload) {
        LatestValue latest = node.latest();
        if (latest != null && latest.covers(record.partition(), record.offset(), record.timestampMs())) {
            return;
        }
        node.latest(
                isNull(parsed.value(), payload)
                        ? null
                        : LatestValue.copyOf(
                                parsed.value(),
                                payload,
                                parsed.salindexIsText(),
                                record.timestampMs(),
                                record.partition(),
                                record.offset()));
    }

    private static boolean isNull(byte[] value, Span payload) {
        // In strict JSON only the word null begins with an n.
        return value[payload.start()] == 'n';
    }

    /** Telemetry may be conflated, by stream; every other category is lossless and has no key. */
    private static @Nullable Object conflationKey(Origin origin, StreamNode node) {
        return origin.category() == Category.TELEMETRY ? node : null;
    }

    private static @Nullable Object conflationKey(Origin origin, ComponentRecord parsed) {
        return origin.category() == Category.TELEMETRY
                ? new StreamSet(
                        parsed.component(),
                        parsed.streams().stream().map(StreamSpan::stream).toList())
                : null;
    }

    /** Frames of a whole component replace each other only if they carry the same streams. */
    private record StreamSet(Component component, List<String> streams) {}

    private void deliver(Audience.Row row, byte[] frame, @Nullable Object conflationKey) {
        int size = row.size();
        for (int i = 0; i < size; i++) {
            Subscriber subscriber = row.subscriber(i);
            if (conflationKey == null) {
                offer(subscriber, frame);
            } else if (!subscriber.outbox().offerSample(conflationKey, new NewestFrame(frame), 0)) {
                subscriber.outbox().end(CloseCode.SLOW_CONSUMER);
            }
            awaitFlush(subscriber);
        }
    }

    private static void offer(Subscriber subscriber, byte[] frame) {
        if (!subscriber.outbox().offer(frame)) {
            subscriber.outbox().end(CloseCode.SLOW_CONSUMER);
        }
    }

    private void awaitFlush(Subscriber subscriber) {
        if (subscriber.markAwaitingFlush()) {
            awaitingFlush.add(subscriber);
        }
    }

    /** Writes out what the last records and requests have put into outboxes; to be called at the end of each batch. */
    public void flush() {
        for (Subscriber subscriber : awaitingFlush) {
            subscriber.flush();
        }
        awaitingFlush.clear();
    }

    /**
     * Subscribes, and answers in the subscriber's outbox: the confirmation, then the latest values if asked for; every later record
     * follows. Subscribing again changes nothing but answers again.
     *
     * @param confirmation the frame that confirms, null for none
     * @param withLatest whether the latest values come first; they do not exist for a whole category or for messages
     */
    public void subscribe(Subscriber subscriber, Target target, byte @Nullable [] confirmation, boolean withLatest) {
        if (!(target instanceof Target.OfNothing)) {
            subscriber.seats().computeIfAbsent(target, t -> audience(t).join(subscriber));
        }
        answer(subscriber, confirmation);
        if (withLatest) {
            switch (target) {
                case Target.OfStream of -> sendLatest(subscriber, of.address());
                case Target.OfComponent of -> sendLatest(subscriber, of.category(), of.component());
                case Target.OfCategory all -> {}
                case Target.OfMessages messages -> {}
                case Target.OfNothing nothing -> {}
            }
        }
    }

    /** Ends a subscription and confirms; nothing of that target follows the confirmation. */
    public void unsubscribe(Subscriber subscriber, Target target, byte[] confirmation) {
        Audience.Seat seat = subscriber.seats().remove(target);
        if (seat != null) {
            leave(target, seat);
        }
        answer(subscriber, confirmation);
    }

    /** Ends all subscriptions of a connection that has closed. */
    public void leave(Subscriber subscriber) {
        subscriber.seats().forEach(this::leave);
        subscriber.seats().clear();
    }

    /** Gives the seat up, and forgets an address that has neither value nor subscribers: clients may invent any number of them. */
    private void leave(Target target, Audience.Seat seat) {
        seat.leave();
        switch (target) {
            case Target.OfStream of ->
                category(of.address().category()).prune(of.address().component(), of.address().stream());
            case Target.OfComponent of -> category(of.category()).prune(of.component(), null);
            case Target.OfCategory all -> {}
            case Target.OfMessages messages -> {}
            case Target.OfNothing nothing -> {}
        }
    }

    private void answer(Subscriber subscriber, byte @Nullable [] confirmation) {
        if (confirmation != null) {
            offer(subscriber, confirmation);
            awaitFlush(subscriber);
        }
    }

    private void sendLatest(Subscriber subscriber, Address address) {
        LatestValue latest = node(address).latest();
        if (latest != null) {
            Origin origin = new Origin(address.category(), address.component(), latest.salindexIsText());
            answer(subscriber, subscriber.shape().stream(origin, address.stream(), latest.payload(), latest.span()));
        }
    }

    private void sendLatest(Subscriber subscriber, Category category, Component component) {
        category(category).component(component).streams().forEach((stream, node) -> {
            LatestValue latest = node.latest();
            if (latest != null) {
                byte[] data = ('{' + "\"" + stream + "\": " + new String(latest.payload(), StandardCharsets.UTF_8)
                                + '}')
                        .getBytes(StandardCharsets.UTF_8);
                Origin origin = new Origin(category, component, latest.salindexIsText());
                answer(subscriber, subscriber.shape().component(origin, data, new Span(0, data.length)));
            }
        });
    }

    private Audience audience(Target target) {
        return switch (target) {
            case Target.OfStream of -> node(of.address()).audience();
            case Target.OfComponent of ->
                category(of.category()).component(of.component()).audience();
            case Target.OfCategory of -> category(of.category()).audience();
            case Target.OfMessages messages -> messageAudience;
            case Target.OfNothing nothing -> throw new IllegalArgumentException(nothing.name() + " has no audience");
        };
    }

    private CategoryNode category(Category category) {
        return Objects.requireNonNull(categories.get(category));
    }

    private StreamNode node(Address address) {
        return category(address.category()).component(address.component()).stream(address.stream());
    }
}
