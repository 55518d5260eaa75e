package io.firstlight.ingest.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.notice.Notice;
import io.firstlight.schemas.record.RecordWriter;
import io.firstlight.schemas.topic.Topic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes the record of a notice: key {@code <group>:<id or 0>}, value
 * <code>{"category":"event","csc":"<group>","salindex":<id or 0>,"data":{"<type or detail>":<payload>},"producer":"<who>"}</code>.
 *
 * <p>The payload is what clients get: one strict JSON object that the database can hold, its bytes unchanged but for {@code group_name}, which
 * is added at its end where it lacks. A {@code group_name} that is not the notice's group is refused, and so is a second one, as readers
 * differ on which one counts.
 *
 * <p>Thread-safe.
 */
public final class NoticeWriter {

    /** The field of a payload that names its group. */
    public static final String GROUP_NAME = "group_name";

    private final int maxValueBytes;

    /**
     * A writer.
     *
     * @param maxValueBytes largest value of a record, {@link io.firstlight.ingest.IngestConfig#maxValueBytes}
     */
    public NoticeWriter(int maxValueBytes) {
        this.maxValueBytes = maxValueBytes;
    }

    /** What became of it. */
    public sealed interface Outcome {

        /**
         * The record, for {@link #TOPIC}.
         *
         * @param key the record's key
         * @param value the record's bytes
         */
        @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
        record Written(byte[] key, byte[] value) implements Outcome {}

        /**
         * The payload cannot be emitted, now or later.
         *
         * @param code what kind of mistake
         * @param message what is wrong with this very payload
         */
        record Refused(ErrorCode code, String message) implements Outcome {}
    }

    /** Where notices stand. */
    public static final Topic TOPIC = Category.EVENT.topic();

    /** The record of that notice by that producer. */
    public Outcome write(Notice notice, byte[] payload, String producer) {
        try {
            return writeOrRefuse(notice, payload, producer);
        } catch (Refusal e) {
            return new Outcome.Refused(e.code(), e.text());
        }
    }

    Outcome.Written writeOrRefuse(Notice notice, byte[] payload, String producer) throws Refusal {
        checkSize(payload);
        byte[] data = data(notice, payload);
        Address address = notice.address();
        byte[] value = RecordWriter.write(
                address.category(), address.component(), false, data, new Span(0, data.length), producer, null);
        checkSize(value);
        return new Outcome.Written(address.component().key().getBytes(StandardCharsets.US_ASCII), value);
    }

    private static byte[] data(Notice notice, byte[] payload) throws Refusal {
        MessageCheck.check(payload);
        try (JsonParser parser = Json.strictParser(payload, 0, payload.length)) {
            parser.nextToken();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            boolean empty = true;
            boolean named = false;
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                empty = false;
                JsonToken token = parser.nextToken();
                if (field.equals(GROUP_NAME)) {
                    checkGroup(notice, parser, token, named);
                    named = true;
                }
                parser.skipChildren();
            }
            int brace = (int) parser.currentLocation().getByteOffset() - 1;
            JsonOutput out = new JsonOutput(payload.length + 160)
                    .literal("{\"")
                    .literal(notice.address().stream())
                    .literal("\":")
                    .span(payload, start, brace);
            if (!named) {
                out.literal(empty ? "\"" : ",\"")
                        .literal(GROUP_NAME)
                        .literal("\":\"")
                        .literal(notice.group())
                        .literal("\"");
            }
            return out.literal("}}").toByteArray();
        } catch (IOException e) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, "the payload is not JSON: " + LoveFrameParser.reason(e));
        }
    }

    private static void checkGroup(Notice notice, JsonParser parser, JsonToken token, boolean named)
            throws IOException, Refusal {
        if (named) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, GROUP_NAME + " stands in the payload twice");
        }
        if (token != JsonToken.VALUE_STRING || !parser.getText().equals(notice.group())) {
            throw new Refusal(
                    ErrorCode.BAD_PARAMETER,
                    GROUP_NAME + " in the payload is not the notice's group '" + notice.group() + "'");
        }
    }

    private void checkSize(byte[] value) throws Refusal {
        if (value.length > maxValueBytes) {
            throw Refusal.tooLarge(value.length, maxValueBytes);
        }
    }
}
