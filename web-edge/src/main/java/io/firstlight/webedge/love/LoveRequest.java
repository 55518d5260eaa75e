package io.firstlight.webedge.love;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.auth.right.AddressPattern;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.webedge.hub.ReplayControl;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a client's frame asks for. The rule of dispatch: a key {@code option} makes it a subscription message, else a key {@code action} an
 * action, else it is data.
 */
sealed interface LoveRequest {

    /**
     * Subscribe to a group.
     *
     * @param wish what producers are to be asked for; null if nothing is
     */
    record Subscribe(
            String group,
            Target target,
            LoveOptions options,
            @Nullable InitialStateRequest wish) implements LoveRequest {}

    /** Unsubscribe from a group. */
    record Unsubscribe(String group, Target target) implements LoveRequest {}

    /** Steer the replay of a group. */
    record Steer(String group, ReplayControl control) implements LoveRequest {}

    /**
     * Tell the time.
     *
     * @param requestTime what the client calls its own, as it wrote it
     */
    record TimeData(String requestTime) implements LoveRequest {}

    /** A message of a producer; the intake reads it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Data(byte[] frame, Receipt receipt) implements LoveRequest {}

    /**
     * What a producer wants to hear about a message.
     *
     * @param acknowledged whether it is to be told when the log has it
     * @param id what it calls the message, JSON as it wrote it; null if nothing
     * @param mark its name and the message's number, if it numbers its messages; null if not
     */
    record Receipt(
            boolean acknowledged,
            @Nullable String id,
            @Nullable SenderMark mark) {

        /** It wants to hear of failures only, as LOVE's producers. */
        static final Receipt NONE = new Receipt(false, null, null);
    }

    /** A request that LOVE ignores, too. */
    record Ignored() implements LoveRequest {}

    /** A request that cannot be granted. */
    record Refused(ErrorCode code, String message) implements LoveRequest {}

    /**
     * A frame that is no request, or a message that says wrongly how it is to be received.
     *
     * @param id what its producer calls it, JSON as it wrote it; null if nothing, or if it could not be read
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record BadData(
            byte[] frame,
            ErrorCode code,
            String message,
            @Nullable String id) implements LoveRequest {}

    /** What a producer says to the edge about its message; null says nothing. */
    Set<String> OF_RECEIPT = Set.of("ack", "id", "sender");

    /** Stands for any, where that has a meaning. */
    String ALL = "all";

    /** Longest legal group name, in characters. */
    int MAX_GROUP_LENGTH = Names.MAX_LENGTH;

    /** Reads a frame. */
    static LoveRequest parse(String text) {
        byte[] frame = text.getBytes(StandardCharsets.UTF_8);
        Map<String, String> fields = new HashMap<>();
        String requestTime = null;
        String id = null;
        try (JsonParser parser = Json.lenientParser(frame, 0, frame.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return malformed(frame, "a frame must be one JSON object");
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (field.equals("request_time")) {
                    Span value = Json.skipValue(parser);
                    requestTime = new String(frame, value.start(), value.length(), StandardCharsets.UTF_8);
                } else if (token == JsonToken.VALUE_NULL && OF_RECEIPT.contains(field)) {
                    fields.remove(field);
                    id = field.equals("id") ? null : id;
                } else if (token.isScalarValue()) {
                    fields.put(field, parser.getText());
                    id = field.equals("id") ? json(parser, token) : id;
                } else {
                    parser.skipChildren();
                    fields.put(field, "");
                }
            }
            if (parser.nextToken() != null) {
                return malformed(frame, "there is text after the JSON object");
            }
        } catch (IOException e) {
            return malformed(frame, "a frame must be one JSON object");
        }
        if (fields.containsKey("option")) {
            return subscription(fields, frame);
        }
        return fields.containsKey("action")
                ? action(fields.getOrDefault("action", ""), requestTime)
                : data(frame, fields, id);
    }

    private static BadData malformed(byte[] frame, String message) {
        return new BadData(frame, ErrorCode.MALFORMED_JSON, message, null);
    }

    private static String json(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING
                ? new String(new JsonOutput(40).quoted(parser.getText()).toByteArray(), StandardCharsets.UTF_8)
                : parser.getText();
    }

    private static LoveRequest data(byte[] frame, Map<String, String> fields, @Nullable String id) {
        String acknowledged = fields.getOrDefault("ack", "false");
        String sender = fields.get("sender");
        if (sender == null && acknowledged.equals("false")) {
            return new Data(frame, Receipt.NONE);
        }
        if (!acknowledged.equals("true") && !acknowledged.equals("false")) {
            return new BadData(frame, ErrorCode.BAD_PARAMETER, "ack must be true or false", id);
        }
        if (id == null) {
            return new BadData(frame, ErrorCode.MISSING_FIELD, "a message with 'ack' or 'sender' needs 'id'", null);
        }
        try {
            return new Data(
                    frame,
                    new Receipt(
                            acknowledged.equals("true"),
                            id,
                            sender == null ? null : new SenderMark(sender, Long.parseLong(id))));
        } catch (IllegalArgumentException e) {
            return new BadData(
                    frame,
                    ErrorCode.BAD_PARAMETER,
                    "'sender' must be a legal name, and the 'id' of its messages a whole number from 1 to "
                            + SenderMark.MOST,
                    id);
        }
    }

    private static LoveRequest action(String name, @Nullable String requestTime) {
        if (!name.equals("get_time_data")) {
            return new Ignored();
        }
        return requestTime == null
                ? new Refused(ErrorCode.MISSING_FIELD, "get_time_data needs 'request_time'")
                : new TimeData(requestTime);
    }

    private static LoveRequest subscription(Map<String, String> fields, byte[] frame) {
        String option = fields.getOrDefault("option", "");
        if (!option.equals("subscribe") && !option.equals("unsubscribe") && !option.equals("replay")) {
            return new Ignored();
        }
        for (String required : new String[] {"category", "csc", "salindex", "stream"}) {
            if (!fields.containsKey(required)) {
                return new Refused(ErrorCode.MISSING_FIELD, option + " needs '" + required + "'");
            }
        }
        String categoryName = fields.getOrDefault("category", "");
        Optional<Category> category = Category.ofLoveName(categoryName);
        if (category.isEmpty()) {
            return new Refused(ErrorCode.UNKNOWN_CATEGORY, "category '" + categoryName + "' is unknown");
        }
        String csc = fields.getOrDefault("csc", "");
        String salindex = fields.getOrDefault("salindex", "");
        String stream = fields.getOrDefault("stream", "");
        String group = categoryName + '-' + csc + '-' + salindex + '-' + stream;
        if (group.length() > MAX_GROUP_LENGTH
                || !Names.isLegal(csc)
                || !Names.isLegal(salindex)
                || !Names.isLegal(stream)) {
            return new Refused(
                    ErrorCode.ILLEGAL_NAME,
                    "a group has at most " + MAX_GROUP_LENGTH
                            + " ASCII letters, digits, '-', '_' and '.' and no empty part");
        }
        OptionalInt instance = wholeNumber(salindex);
        boolean asksProducers = option.equals("subscribe") && category.get() == Category.EVENT;
        if (asksProducers && instance.isEmpty() && !salindex.equals(ALL)) {
            return new Refused(ErrorCode.ILLEGAL_NAME, "salindex of an event must be a whole number or 'all'");
        }
        try {
            return switch (option) {
                case "subscribe" -> {
                    LoveOptions options = LoveOptions.of(object(frame));
                    yield subscribe(
                            group,
                            target(category.get(), csc, salindex, stream, group, options.used()),
                            options,
                            asksProducers ? wish(csc, instance, stream) : null);
                }
                case "unsubscribe" ->
                    new Unsubscribe(group, target(category.get(), csc, salindex, stream, group, false));
                default -> new Steer(group, control(object(frame)));
            };
        } catch (IOException e) {
            return new Refused(ErrorCode.MALFORMED_JSON, "a request must be strict JSON");
        } catch (LoveOptions.BadOption e) {
            return new Refused(ErrorCode.BAD_PARAMETER, e.reason());
        }
    }

    private static ObjectNode object(byte[] frame) throws IOException {
        return (ObjectNode) Json.mapper().readTree(frame);
    }

    private static OptionalInt wholeNumber(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Events are sent on change only, so LOVE asks the producers of one for what they last said, at each subscribe. */
    private static InitialStateRequest wish(String csc, OptionalInt instance, String stream) {
        return new InitialStateRequest(
                csc, csc, instance.isPresent() ? Integer.valueOf(instance.getAsInt()) : null, stream);
    }

    private static LoveRequest subscribe(
            String group, Target target, LoveOptions options, @Nullable InitialStateRequest wish)
            throws LoveOptions.BadOption {
        if (options.minIntervalMs() > 0 && !target.topics().equals(Set.of(Topic.TELEMETRY))) {
            throw new LoveOptions.BadOption("max_rate is for telemetry; nothing else may be merged");
        }
        if (options.minIntervalMs() > 0 && options.positions() && !(target instanceof Target.OfStream)) {
            throw new LoveOptions.BadOption("max_rate and positions go together for a single stream only:"
                    + " of several, what waits to be merged is behind what is sent");
        }
        return new Subscribe(group, target, options, wish);
    }

    private static ReplayControl control(ObjectNode frame) throws LoveOptions.BadOption {
        JsonNode what = frame.get("do");
        return switch (what == null ? "" : what.asText()) {
            case "pause" -> new ReplayControl.Pause();
            case "continue" -> new ReplayControl.Continue();
            case "speed" -> new ReplayControl.Speed(LoveOptions.speed(frame.get("speed")));
            case "seek" -> new ReplayControl.Seek(LoveOptions.moment("from", frame.get("from")));
            default -> throw new LoveOptions.BadOption("do must be pause, continue, seek or speed");
        };
    }

    /**
     * What a group's name means. To LOVE's clients {@code all} has a meaning in two forms only; to those that use an option of ours, in
     * every place.
     */
    private static Target target(
            Category category, String csc, String salindex, String stream, String group, boolean extended) {
        boolean anyCsc = csc.equals(ALL);
        boolean anyIndex = salindex.equals(ALL);
        boolean anyStream = stream.equals(ALL);
        if (anyCsc && anyIndex && anyStream) {
            return new Target.OfCategory(category);
        }
        if (category == Category.INITIAL_STATE && anyIndex && anyStream) {
            return new Target.OfRequests(csc);
        }
        OptionalInt index = Component.parseIndex(salindex);
        if (!anyCsc && index.isPresent()) {
            Component component = new Component(csc, index.getAsInt());
            return anyStream
                    ? new Target.OfComponent(category, component)
                    : new Target.OfStream(new Address(category, component, stream));
        }
        boolean selects = extended && category != Category.INITIAL_STATE;
        if (!selects || !(anyIndex || index.isPresent())) {
            return new Target.OfNothing(group);
        }
        return new Target.OfSelection(
                group,
                List.of(new AddressPattern(
                        category,
                        anyCsc ? null : csc,
                        anyIndex ? null : Integer.valueOf(index.getAsInt()),
                        anyStream ? null : stream)));
    }
}
