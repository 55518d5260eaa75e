package io.firstlight.schemas.code;

import io.firstlight.schemas.json.JsonOutput;

import java.util.Locale;

/**
 * The one JSON shape of errors in answers and frames:
 * <code>{"error": {"code": 1001, "name": "malformed_json", "message": "...", "remedy": "fix_request"}}</code>.
 */
public final class ErrorBody {

    private ErrorBody() {}

    /** The body for a failure; the message says what was wrong with this request. */
    public static byte[] of(ErrorCode code, String message) {
        return new JsonOutput(message.length() + 120)
                .literal("{\"error\": {\"code\": ")
                .number(code.number())
                .literal(", \"name\": \"")
                .literal(code.wireName())
                .literal("\", \"message\": ")
                .quoted(message)
                .literal(", \"remedy\": \"")
                .literal(code.remedy().name().toLowerCase(Locale.ROOT))
                .literal("\"}}")
                .toByteArray();
    }
}
