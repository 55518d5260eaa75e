package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.log.LogEntry;
import io.firstlight.webedge.state.AddressValue;
import io.firstlight.webedge.state.LatestValue;
import io.firstlight.webedge.target.Target;

import java.util.List;
import java.util.Objects;

/** The frame of a target for a record or a latest value: one rule, whether it goes out live, from the tail or from the log. */
final class Frames {

    private Frames() {}

    /** The frame of a record that matches the target. */
    static byte[] of(WireShape shape, Target target, LogEntry entry, Extras extras) {
        ComponentRecord record = entry.component();
        if (record == null) {
            return shape.message(Objects.requireNonNull(entry.record().value()), extras);
        }
        InitialStateRequest request = entry.request();
        if (request != null) {
            return shape.request(request, extras);
        }
        Origin origin = Origin.of(entry, record);
        return switch (target) {
            case Target.OfStream of -> {
                StreamSpan stream = Objects.requireNonNull(Target.streamOf(record, of.address().stream()));
                yield shape.stream(origin, stream.stream(), record.value(), stream.payload(), extras);
            }
            case Target.OfComponent of -> shape.component(origin, record.value(), record.data(), extras);
            case Target.OfCategory of -> shape.category(origin, record.value(), record.data(), extras);
            case Target.OfSelection of ->
                shape.selection(origin, of.name(), record.value(), chosen(of, record), extras);
            case Target.OfRequests requests -> throw noFrame(target);
            case Target.OfMessages messages -> throw noFrame(target);
            case Target.OfNothing nothing -> throw noFrame(target);
        };
    }

    /** The streams of a record that belong to the selection. */
    static List<StreamSpan> chosen(Target.OfSelection selection, ComponentRecord record) {
        return record.streams().stream()
                .filter(stream -> selection.includes(record, stream.stream()))
                .toList();
    }

    /** The frame of an address's latest value. */
    static byte[] of(WireShape shape, Target target, AddressValue latest) {
        Address address = latest.address();
        LatestValue value = latest.value();
        Origin origin =
                new Origin(address.category(), address.component(), value.salindexIsText(), value.timestampMs(), null);
        return switch (target) {
            case Target.OfStream of ->
                shape.stream(origin, address.stream(), value.payload(), value.span(), Extras.SNAPSHOT);
            case Target.OfComponent of -> {
                byte[] data = data(address, value);
                yield shape.component(origin, data, new Span(0, data.length), Extras.SNAPSHOT);
            }
            case Target.OfCategory of -> {
                byte[] data = data(address, value);
                yield shape.category(origin, data, new Span(0, data.length), Extras.SNAPSHOT);
            }
            case Target.OfSelection of ->
                shape.selection(
                        origin,
                        of.name(),
                        value.payload(),
                        List.of(new StreamSpan(address.stream(), value.span())),
                        Extras.SNAPSHOT);
            case Target.OfRequests requests -> throw noFrame(target);
            case Target.OfMessages messages -> throw noFrame(target);
            case Target.OfNothing nothing -> throw noFrame(target);
        };
    }

    private static byte[] data(Address address, LatestValue value) {
        return new JsonOutput(value.payload().length + address.stream().length() + 8)
                .literal("{\"")
                .literal(address.stream())
                .literal("\": ")
                .span(value.payload())
                .literal("}")
                .toByteArray();
    }

    private static IllegalArgumentException noFrame(Target target) {
        return new IllegalArgumentException("no record gives a frame of " + target.name());
    }
}
