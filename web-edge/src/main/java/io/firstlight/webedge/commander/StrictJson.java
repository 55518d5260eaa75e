package io.firstlight.webedge.commander;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.json.Json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes of a body what a browser can parse. Python's writer emits the bare words {@code NaN} and {@code Infinity}, which no JSON has and at
 * which a browser throws the whole answer away; series of stored telemetry hold them where a value is missing, so they become null.
 */
final class StrictJson {

    private StrictJson() {}

    /** The body itself if it is one strict JSON value, a strict copy if only bare words are wrong; empty if it is no JSON. */
    static Optional<byte[]> of(byte[] body) {
        if (!Json.isUtf8(body)) {
            return Optional.empty();
        }
        if (isStrict(body)) {
            return Optional.of(body);
        }
        try {
            return Optional.of(withoutBareWords(body));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isStrict(byte[] body) {
        try (JsonParser parser = Json.strictParser(body, 0, body.length)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            // Strings and numbers are read lazily.
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] withoutBareWords(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
        try (JsonParser parser = Json.lenientParser(body, 0, body.length);
                JsonGenerator generator = Json.mapper().createGenerator(out)) {
            int depth = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                values += depth == 0 ? 1 : 0;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
                    generator.writeNull();
                } else {
                    generator.copyCurrentEventExact(parser);
                }
            }
            if (values != 1) {
                throw new IOException("not one value but " + values);
            }
        }
        return out.toByteArray();
    }
}
