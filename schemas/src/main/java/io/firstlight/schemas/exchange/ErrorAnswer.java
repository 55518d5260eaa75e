package io.firstlight.schemas.exchange;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * An answer that says no: {@code {"error": {"code": 404, "description": "..."}}}, fpesa's shape. The code is the HTTP status that the client
 * gets.
 *
 * @param code an HTTP status, {@value #LEAST_CODE} to {@value #MOST_CODE}
 * @param description one sentence for the client's user
 */
public record ErrorAnswer(int code, String description) {

    /** Smallest code. */
    public static final int LEAST_CODE = 400;
    /** Largest code. */
    public static final int MOST_CODE = 599;

    /** Status of an answer that is none of these. */
    private static final int FINE = 200;

    public ErrorAnswer {
        if (!isError(code)) {
            throw new IllegalArgumentException(
                    "code " + code + " is no status from " + LEAST_CODE + " to " + MOST_CODE);
        }
    }

    /** The answer in UTF-8. */
    public byte[] toJson() {
        return new JsonOutput(description.length() + 64)
                .literal("{\"error\": {\"code\": ")
                .number(code)
                .literal(", \"description\": ")
                .quoted(description)
                .literal("}}")
                .toByteArray();
    }

    /**
     * The HTTP status of an answer: the error's code if the value is an object whose {@code error} is an object with a {@code code} in range and
     * a {@code description}, 200 for any other JSON; empty if the value is no strict JSON in UTF-8.
     */
    public static OptionalInt statusOf(byte[] value) {
        if (!Json.isUtf8(value)) {
            return OptionalInt.empty();
        }
        try (JsonParser parser = Json.strictParser(value, 0, value.length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return OptionalInt.empty();
            }
            int status = FINE;
            if (first == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean error = parser.currentName().equals("error");
                    parser.nextToken();
                    if (error) {
                        status = statusOfError(parser);
                    } else {
                        parser.skipChildren();
                    }
                }
            } else {
                parser.skipChildren();
            }
            // Strings and numbers are read lazily.
            parser.finishToken();
            return parser.nextToken() == null ? OptionalInt.of(status) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private static int statusOfError(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return FINE;
        }
        int code = FINE;
        boolean described = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("code")) {
                code = token == JsonToken.VALUE_NUMBER_INT ? code(parser) : FINE;
            } else if (name.equals("description")) {
                described = token == JsonToken.VALUE_STRING;
            }
            parser.skipChildren();
        }
        return described ? code : FINE;
    }

    private static int code(JsonParser parser) throws IOException {
        long code = parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? FINE : parser.getLongValue();
        return isError(code) ? (int) code : FINE;
    }

    private static boolean isError(long code) {
        return code >= LEAST_CODE && code <= MOST_CODE;
    }
}
