package io.firstlight.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.firstlight.schemas.topic.TopicPlan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The two readers of JSON: strict for topics and REST, lenient for producers that write bare {@code NaN}. Thread-safe. */
public final class Json {

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(200)
            .maxStringLength(TopicPlan.MAX_RECORD_BYTES)
            .maxNameLength(10_000)
            .build();

    private static final JsonFactory STRICT = factory().build();

    private static final JsonFactory LENIENT =
            factory().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(STRICT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    private static JsonFactoryBuilder factory() {
        JsonFactoryBuilder builder = new JsonFactoryBuilder();
        builder.streamReadConstraints(LIMITS);
        // Topics hold UTF-8 and nothing else. With detection on, UTF-16 of ASCII letters would be read, without byte
        // offsets.
        builder.disable(JsonFactory.Feature.CHARSET_DETECTION);
        // Keys come from anybody: they must not pile up in the JVM's table of interned strings.
        builder.disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
        return builder;
    }

    /** For trees and bindings away from the hot path; strict, exact numbers, refuses text after the value. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** A parser of strict JSON. */
    public static JsonParser strictParser(byte[] utf8, int from, int to) throws IOException {
        return STRICT.createParser(utf8, from, to - from);
    }

    /** A parser that also takes the bare words {@code NaN}, {@code Infinity}, {@code -Infinity} as numbers. */
    public static JsonParser lenientParser(byte[] utf8, int from, int to) throws IOException {
        return LENIENT.createParser(utf8, from, to - from);
    }

    /**
     * Whether the bytes are well-formed UTF-8. JSON parsers skip over strings without looking that closely, but a browser closes the
     * connection on the first bad byte.
     */
    public static boolean isUtf8(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return decodes(bytes);
            }
        }
        return true;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * Skips the value that the parser stands at and returns where it lies, as offsets from where the parser began.
     *
     * @throws IOException if the value is not well-formed
     */
    public static Span skipValue(JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            // Jackson reads strings lazily; only a finished token has an end.
            parser.finishToken();
        } else {
            parser.skipChildren();
        }
        return new Span(start, (int) parser.currentLocation().getByteOffset());
    }
}
