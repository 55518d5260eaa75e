package io.firstlight.ingest.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.notice.Notice;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads <code>{"group": "jobs", "type": "status_changed", "id": 41, "payload": {...}}</code>, or a list of such objects. Type or id may lack or
 * be null, not both. A key that is none of these is refused: a misspelt type would else reach another channel than was meant.
 */
final class NoticeRequestParser {

    static final int MAX_NOTICES = 10_000;

    private final byte[] body;
    private final JsonParser parser;

    private NoticeRequestParser(byte[] body, JsonParser parser) {
        this.body = body;
        this.parser = parser;
    }

    /**
     * One notice of a request.
     *
     * @param payload its bytes as they came
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Emission(Notice notice, byte[] payload) {}

    static List<Emission> parse(byte[] body) throws Refusal {
        if (!Json.isUtf8(body)) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, "the body is not UTF-8");
        }
        try (JsonParser parser = Json.strictParser(body, 0, body.length)) {
            return new NoticeRequestParser(body, parser).read();
        } catch (IOException e) {
            throw MessageCheck.unreadable(body, e);
        }
    }

    private List<Emission> read() throws IOException, Refusal {
        List<Emission> emissions = new ArrayList<>(1);
        if (parser.nextToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (emissions.size() == MAX_NOTICES) {
                    throw new Refusal(ErrorCode.TOO_LARGE, "more than " + MAX_NOTICES + " notices");
                }
                emissions.add(emission("[" + emissions.size() + "]"));
            }
        } else {
            emissions.add(emission(""));
        }
        if (parser.nextToken() != null) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, "there is text after the JSON value");
        }
        return emissions;
    }

    private Emission emission(String place) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refusal(
                    ErrorCode.MALFORMED_JSON,
                    place.isEmpty() ? "the body is no JSON object and no list of such" : place + " is no JSON object");
        }
        String prefix = place.isEmpty() ? "" : place + ".";
        String group = null;
        String type = null;
        Integer id = null;
        byte[] payload = null;
        List<String> seen = new ArrayList<>(4);
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            if (seen.contains(field)) {
                throw new Refusal(ErrorCode.MALFORMED_JSON, prefix + field + " stands there twice");
            }
            seen.add(field);
            boolean absent = parser.nextToken() == JsonToken.VALUE_NULL;
            switch (field) {
                case "group" -> group = name(prefix + field);
                case "type" -> type = absent ? null : name(prefix + field);
                case "id" -> id = absent ? null : id(prefix + field);
                case "payload" -> payload = payload(prefix + field);
                default ->
                    throw new Refusal(
                            ErrorCode.BAD_PARAMETER,
                            prefix + "a notice has group, type, id and payload, not " + Refusal.quote(field));
            }
        }
        return new Emission(notice(prefix, group, id, type), required(prefix + "payload", "an object", payload));
    }

    private static Notice notice(String prefix, @Nullable String group, @Nullable Integer id, @Nullable String type)
            throws Refusal {
        String named = required(prefix + "group", "a text", group);
        if (id == null && type == null) {
            throw new Refusal(ErrorCode.MISSING_FIELD, prefix + "type and id are missing: a notice has one or both");
        }
        return new Notice(named, id, type);
    }

    private String name(String field) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw missing(field, "a text");
        }
        String name = parser.getText();
        if (!Names.isLegal(name) || name.equals("all")) {
            throw new Refusal(
                    ErrorCode.ILLEGAL_NAME,
                    field + " " + Refusal.quote(name) + " must be 1 to " + Names.MAX_LENGTH
                            + " ASCII letters, digits, '_', '-' or '.', and not 'all'");
        }
        return name;
    }

    private Integer id(String field) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw missing(field, "a whole number");
        }
        String text = parser.getText();
        try {
            int id = Integer.parseInt(text);
            if (id >= 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one reason for both mistakes.
        }
        throw new Refusal(
                ErrorCode.ILLEGAL_NAME,
                field + " " + Refusal.quote(text) + " must be a whole number from 0 to " + Integer.MAX_VALUE);
    }

    private byte[] payload(String field) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw missing(field, "an object");
        }
        Span span = Json.skipValue(parser);
        return Arrays.copyOfRange(body, span.start(), span.end());
    }

    private static <T> T required(String field, String type, @Nullable T value) throws Refusal {
        if (value == null) {
            throw missing(field, type);
        }
        return value;
    }

    private static Refusal missing(String field, String type) {
        return new Refusal(ErrorCode.MISSING_FIELD, field + " is missing or not " + type);
    }
}
