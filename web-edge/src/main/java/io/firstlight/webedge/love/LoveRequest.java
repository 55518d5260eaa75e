package io.firstlight.webedge.love;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.firstlight.webedge.target.Target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a client's frame asks for. The rule of dispatch: a key {@code option} makes it a subscription message, else a key {@code action} an
 * action, else it is data.
 */
sealed interface LoveRequest {

    /** Subscribe to a group. */
    record Subscribe(String group, Target target) implements LoveRequest {}

    /** Unsubscribe from a group. */
    record Unsubscribe(String group, Target target) implements LoveRequest {}

    /** A message of a producer; the intake reads it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Data(byte[] frame) implements LoveRequest {}

    /** A request that LOVE ignores, too. */
    record Ignored() implements LoveRequest {}

    /** A frame that is no request. */
    record Refused(ErrorCode code, String message) implements LoveRequest {}

    /** Longest legal group name, in characters. */
    int MAX_GROUP_LENGTH = Names.MAX_LENGTH;

    /** Reads a frame. */
    static LoveRequest parse(String text) {
        byte[] frame = text.getBytes(StandardCharsets.UTF_8);
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = Json.lenientParser(frame, 0, frame.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Refused(ErrorCode.MALFORMED_JSON, "a frame must be one JSON object");
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (token.isScalarValue()) {
                    fields.put(field, parser.getText());
                } else {
                    parser.skipChildren();
                    fields.put(field, "");
                }
            }
            if (parser.nextToken() != null) {
                return new Refused(ErrorCode.MALFORMED_JSON, "there is text after the JSON object");
            }
        } catch (IOException e) {
            return new Refused(ErrorCode.MALFORMED_JSON, "a frame must be one JSON object");
        }
        if (fields.containsKey("option")) {
            return subscription(fields);
        }
        return fields.containsKey("action") ? new Ignored() : new Data(frame);
    }

    private static LoveRequest subscription(Map<String, String> fields) {
        String option = fields.getOrDefault("option", "");
        if (!option.equals("subscribe") && !option.equals("unsubscribe")) {
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
        Target target = target(category.get(), csc, salindex, stream, group);
        return option.equals("subscribe") ? new Subscribe(group, target) : new Unsubscribe(group, target);
    }

    private static Target target(Category category, String csc, String salindex, String stream, String group) {
        if (category == Category.INITIAL_STATE) {
            return new Target.OfNothing(group);
        }
        if (csc.equals("all") && salindex.equals("all") && stream.equals("all")) {
            return new Target.OfCategory(category);
        }
        if (csc.equals("all") || !salindex.matches("-?\\d{1,9}")) {
            return new Target.OfNothing(group);
        }
        Component component = new Component(csc, Integer.parseInt(salindex));
        return stream.equals("all")
                ? new Target.OfComponent(category, component)
                : new Target.OfStream(new Address(category, component, stream));
    }
}
