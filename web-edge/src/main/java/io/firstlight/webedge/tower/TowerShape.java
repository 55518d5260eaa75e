package io.firstlight.webedge.tower;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.webedge.hub.Extras;
import io.firstlight.webedge.hub.Origin;
import io.firstlight.webedge.hub.SelectedStreams;
import io.firstlight.webedge.hub.Throttle;
import io.firstlight.webedge.hub.WireShape;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tower's frames: the object that the emitter wrote, and nothing around it. Behind its last value come, where they have something to say,
 *
 * <pre>
 * "group_name": G     if the emitter left it out
 * "held_back": n      so many before this one were held back
 * "channel": C, "snapshot": true, "position": P     for clients that asked for positions
 * </pre>
 *
 * An event that is no object - a LOVE component's are lists - goes out as {@code {"group_name": G, "payload": ...}}, and a record of several
 * streams as one object of them.
 */
final class TowerShape implements WireShape {

    private final boolean positioned;
    private final Supplier<Throttle> throttles;

    /**
     * One of the few shapes of an edge.
     *
     * @param positioned whether frames say their channel and position
     * @param throttles what holds a row back
     */
    TowerShape(boolean positioned, Supplier<Throttle> throttles) {
        this.positioned = positioned;
        this.throttles = throttles;
    }

    @Override
    public boolean hasPositions() {
        return positioned;
    }

    @Override
    public boolean hasExtremes() {
        return false;
    }

    @Override
    public boolean isLossless() {
        return true;
    }

    @Override
    public Throttle throttle() {
        return throttles.get();
    }

    /** The channel of a thing. */
    @Override
    public byte[] component(Origin origin, byte[] source, Span data, Extras extras) {
        String channel = origin.component().csc() + '-' + origin.component().salindex();
        return notice(origin, channel, source, streams(source, data), extras);
    }

    /** The channel of a type, or what somebody may see of a thing's. */
    @Override
    public byte[] selection(Origin origin, String name, byte[] source, List<StreamSpan> streams, Extras extras) {
        return notice(origin, name, source, streams, extras);
    }

    private byte[] notice(Origin origin, String channel, byte[] source, List<StreamSpan> streams, Extras extras) {
        if (streams.size() == 1) {
            Span payload = streams.getFirst().payload();
            if (source[payload.start()] == '{') {
                return frame(origin, channel, source, payload, extras);
            }
            byte[] wrapped = new JsonOutput(payload.length() + 16)
                    .literal("{\"payload\": ")
                    .span(source, payload)
                    .literal("}")
                    .toByteArray();
            return frame(origin, channel, wrapped, new Span(0, wrapped.length), extras);
        }
        JsonOutput all = new JsonOutput(256);
        SelectedStreams.append(all, source, streams);
        byte[] object = all.toByteArray();
        return frame(origin, channel, object, new Span(0, object.length), extras);
    }

    private byte[] frame(Origin origin, String channel, byte[] json, Span object, Extras extras) {
        Keys keys = Keys.of(json, object);
        JsonOutput out = new JsonOutput(object.length() + 64 + (positioned ? 320 : 0))
                .span(json, object.start(), object.end() - 1);
        String separator = keys.none() ? "" : ", ";
        if (!keys.groupName()) {
            out.literal(separator)
                    .literal("\"group_name\": \"")
                    .literal(origin.component().csc())
                    .literal("\"");
        }
        if (extras.heldBack() > 0) {
            out.literal(", \"held_back\": ").number(extras.heldBack());
        }
        if (positioned) {
            out.literal(", \"channel\": \"").literal(channel).literal("\"");
            if (extras.snapshot()) {
                out.literal(", \"snapshot\": true");
            }
            String position = extras.position();
            if (position != null) {
                out.literal(", \"position\": \"").literal(position).literal("\"");
            }
        }
        return out.literal("}").toByteArray();
    }

    /** What must be known of an object's own keys. */
    private record Keys(boolean none, boolean groupName) {

        static Keys of(byte[] json, Span object) {
            try (JsonParser parser = Json.strictParser(json, object.start(), object.end())) {
                parser.nextToken();
                String field = parser.nextFieldName();
                boolean none = field == null;
                while (field != null) {
                    if (field.equals("group_name")) {
                        return new Keys(false, true);
                    }
                    parser.nextToken();
                    parser.skipChildren();
                    field = parser.nextFieldName();
                }
                return new Keys(none, false);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    private static List<StreamSpan> streams(byte[] source, Span data) {
        List<StreamSpan> streams = new ArrayList<>(1);
        try (JsonParser parser = Json.strictParser(source, data.start(), data.end())) {
            JsonToken opened = parser.nextToken();
            String stream = opened == JsonToken.START_OBJECT ? parser.nextFieldName() : null;
            while (stream != null) {
                parser.nextToken();
                Span payload = Json.skipValue(parser);
                streams.add(
                        new StreamSpan(stream, new Span(data.start() + payload.start(), data.start() + payload.end())));
                stream = parser.nextFieldName();
            }
            return streams;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static IllegalStateException unreadable(IOException e) {
        return new IllegalStateException("a record that was read before cannot be read", e);
    }

    @Override
    public byte[] stream(Origin origin, String stream, byte[] source, Span payload, Extras extras) {
        throw noChannel("a single stream");
    }

    @Override
    public byte[] category(Origin origin, byte[] source, Span data, Extras extras) {
        throw noChannel("a category");
    }

    @Override
    public byte[] request(InitialStateRequest request, Extras extras) {
        throw noChannel("requests to producers");
    }

    @Override
    public byte[] message(byte[] body, Extras extras) {
        throw noChannel("messages");
    }

    private static IllegalArgumentException noChannel(String what) {
        return new IllegalArgumentException("Tower has no channel of " + what);
    }
}
