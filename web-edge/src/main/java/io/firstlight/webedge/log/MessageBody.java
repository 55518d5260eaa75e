package io.firstlight.webedge.log;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.json.Json;

import java.io.IOException;

/** The one rule for a record of the message topic: it is one strict JSON object. */
final class MessageBody {

    private MessageBody() {}

    static boolean isObject(byte[] body) {
        if (!Json.isUtf8(body)) {
            return false;
        }
        try (JsonParser parser = Json.strictParser(body, 0, body.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
