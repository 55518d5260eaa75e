package io.firstlight.ingest.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.NonFiniteNumbers;
import io.firstlight.schemas.json.Span;

import java.io.IOException;
import java.math.BigDecimal;

/**
 * Whether a body is one JSON object that every reader can keep. Beyond strict JSON it refuses, as {@link ErrorCode#NOT_STRICT_JSON}, what
 * PostgreSQL's {@code jsonb} cannot hold: the character U+0000, half surrogate pairs, and numbers outside of {@code numeric} (131072
 * digits before, 16383 after the point).
 */
final class MessageCheck {

    private static final int MAX_INTEGER_DIGITS = 131_072;
    private static final int MAX_FRACTION_DIGITS = 16_383;

    private MessageCheck() {}

    static void check(byte[] body) throws Refusal {
        if (!Json.isUtf8(body)) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, "the body is not UTF-8");
        }
        try (JsonParser parser = Json.strictParser(body, 0, body.length)) {
            JsonToken token = parser.nextToken();
            boolean object = token == JsonToken.START_OBJECT;
            int depth = 0;
            while (token != null) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                checkToken(parser, token);
                token = parser.nextToken();
                object &= depth > 0 || token == null;
            }
            if (!object) {
                throw new Refusal(ErrorCode.MALFORMED_JSON, "the body is not one JSON object");
            }
        } catch (IOException e) {
            throw unreadable(body, e);
        }
    }

    /** Why a body that the strict reader does not take is refused. */
    static Refusal unreadable(byte[] body, IOException e) {
        return isLenientJson(body)
                ? new Refusal(
                        ErrorCode.NOT_STRICT_JSON,
                        "the body holds a number that JSON lacks; write it as " + NonFiniteNumbers.encoded(Double.NaN))
                : new Refusal(ErrorCode.MALFORMED_JSON, "the body is not JSON: " + LoveFrameParser.reason(e));
    }

    private static void checkToken(JsonParser parser, JsonToken token) throws IOException, Refusal {
        switch (token) {
            case VALUE_STRING, FIELD_NAME -> checkText(parser.getText());
            case VALUE_NUMBER_FLOAT -> checkNumber(parser.getText());
            default -> {
                // Whole numbers are bounded by the reader's limit on digits.
            }
        }
    }

    private static void checkText(String text) throws Refusal {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new Refusal(ErrorCode.NOT_STRICT_JSON, "the body holds a text with the character U+0000");
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw new Refusal(ErrorCode.NOT_STRICT_JSON, "the body holds a text with half a surrogate pair");
                }
                i++;
            }
        }
    }

    private static void checkNumber(String text) throws Refusal {
        try {
            BigDecimal number = new BigDecimal(text);
            long integerDigits = (long) number.precision() - number.scale();
            if (integerDigits <= MAX_INTEGER_DIGITS && number.scale() <= MAX_FRACTION_DIGITS) {
                return;
            }
        } catch (NumberFormatException e) {
            // An exponent beyond what even BigDecimal has: the same mistake.
        }
        throw new Refusal(
                ErrorCode.NOT_STRICT_JSON, "the number " + Refusal.quote(text) + " is too large to be stored");
    }

    private static boolean isLenientJson(byte[] body) {
        if (!NonFiniteNumbers.mayContainWords(body, new Span(0, body.length))) {
            return false;
        }
        try (JsonParser parser = Json.lenientParser(body, 0, body.length)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                token = parser.nextToken();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
