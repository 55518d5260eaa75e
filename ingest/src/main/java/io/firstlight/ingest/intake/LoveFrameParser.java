package io.firstlight.ingest.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.NonFiniteNumbers;
import io.firstlight.schemas.json.Span;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads <code>{"category", "producer_snd", "data": [{"csc", "salindex", "data": {stream: payload}}]}</code>, keys in any order, other keys
 * ignored (love-protocol 2.5). A key of the frame or an element that stands there twice is refused: readers differ on which one counts.
 *
 * <p>A frame with one of the bare words is read twice, first leniently, then, translated, strictly: so what leaves here is strict JSON
 * whatever Jackson's lenient reader takes beyond Python's three words.
 */
final class LoveFrameParser {

    private static final int MAX_ELEMENTS = 10_000;

    private final JsonParser parser;
    private @Nullable Category category;
    private @Nullable Span producerSnd;
    private @Nullable List<LoveFrame.Element> elements;

    private LoveFrameParser(JsonParser parser) {
        this.parser = parser;
    }

    static LoveFrame parse(byte[] frame) throws Refusal {
        if (!Json.isUtf8(frame)) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, "the frame is not UTF-8");
        }
        try {
            byte[] json = strict(frame);
            try (JsonParser parser = Json.strictParser(json, 0, json.length)) {
                return new LoveFrameParser(parser).read(json);
            }
        } catch (IOException e) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, "the frame is not JSON: " + reason(e));
        }
    }

    static String reason(IOException e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }

    private static byte[] strict(byte[] frame) throws IOException, Refusal {
        Span all = new Span(0, frame.length);
        if (!NonFiniteNumbers.mayContainWords(frame, all)) {
            return frame;
        }
        try (JsonParser lenient = Json.lenientParser(frame, 0, frame.length)) {
            // The translation relies on well-formed text.
            JsonToken token = lenient.nextToken();
            while (token != null) {
                token = lenient.nextToken();
            }
            return NonFiniteNumbers.toStrict(frame, all);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, "the frame is not JSON: " + e.getMessage());
        }
    }

    private LoveFrame read(byte[] json) throws IOException, Refusal {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, "the frame is not a JSON object");
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (field) {
                case "category" -> category = category(once(field, category));
                case "data" -> elements = elements(once(field, elements));
                case "producer_snd" -> {
                    Span span = Json.skipValue(parser);
                    producerSnd = token == JsonToken.VALUE_NULL ? null : span;
                }
                default -> Json.skipValue(parser);
            }
        }
        if (parser.nextToken() != null) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, "there is text after the JSON object");
        }
        if (category == null) {
            throw missing("category", "a text");
        }
        if (elements == null) {
            throw missing("data", "a list");
        }
        return new LoveFrame(json, category, elements, producerSnd);
    }

    private Category category(String field) throws IOException, Refusal {
        String name = text(field);
        return Category.ofLoveName(name)
                .orElseThrow(() -> new Refusal(
                        ErrorCode.UNKNOWN_CATEGORY, "category " + Refusal.quote(name) + " is not routed here"));
    }

    private List<LoveFrame.Element> elements(String field) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw missing(field, "a list");
        }
        List<LoveFrame.Element> found = new ArrayList<>(1);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (found.size() == MAX_ELEMENTS) {
                throw new Refusal(ErrorCode.TOO_LARGE, "data has more than " + MAX_ELEMENTS + " elements");
            }
            found.add(element("data[" + found.size() + "]"));
        }
        return found;
    }

    private LoveFrame.Element element(String place) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw missing(place, "an object");
        }
        String csc = null;
        Integer salindex = null;
        boolean salindexIsText = false;
        Streams data = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (field) {
                case "csc" -> csc = legal("csc", text(once(field, csc)));
                case "salindex" -> {
                    salindex = salindex(once(field, salindex));
                    salindexIsText = token == JsonToken.VALUE_STRING;
                }
                case "data" -> data = streams(once(field, data));
                default -> Json.skipValue(parser);
            }
        }
        if (csc == null) {
            throw missing(place + ".csc", "a text");
        }
        if (salindex == null) {
            throw missing(place + ".salindex", "a whole number");
        }
        if (data == null) {
            throw missing(place + ".data", "an object");
        }
        return new LoveFrame.Element(new Component(csc, salindex), salindexIsText, data.span(), data.payloads());
    }

    private Integer salindex(String field) throws IOException, Refusal {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_STRING) {
            throw missing(field, "a whole number");
        }
        String text = parser.getText();
        try {
            int index = Integer.parseInt(text);
            // "007" and "+7" would come back as another text than was sent.
            if (Integer.toString(index).equals(text)) {
                return index;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one reason for both mistakes.
        }
        throw new Refusal(ErrorCode.ILLEGAL_NAME, "salindex " + Refusal.quote(text) + " is not a whole number");
    }

    /** The object of all streams: where it lies, and where each payload does. */
    private record Streams(Span span, Map<String, Span> payloads) {}

    private Streams streams(String field) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw missing(field, "an object");
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        Map<String, Span> payloads = Map.of();
        for (String stream = parser.nextFieldName(); stream != null; stream = parser.nextFieldName()) {
            legal("stream", stream);
            if (payloads.containsKey(stream)) {
                throw new Refusal(
                        ErrorCode.MALFORMED_JSON, "stream " + Refusal.quote(stream) + " stands in data twice");
            }
            parser.nextToken();
            payloads = with(payloads, stream, Json.skipValue(parser));
        }
        return new Streams(new Span(start, (int) parser.currentLocation().getByteOffset()), payloads);
    }

    /** Producers send one stream as a rule: no table for them. */
    private static Map<String, Span> with(Map<String, Span> payloads, String stream, Span payload) {
        if (payloads.isEmpty()) {
            return Map.of(stream, payload);
        }
        Map<String, Span> more = payloads.size() > 1 ? payloads : new LinkedHashMap<>(payloads);
        more.put(stream, payload);
        return more;
    }

    private String text(String field) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw missing(field, "a text");
        }
        return Objects.requireNonNull(parser.getText());
    }

    private static String legal(String what, String name) throws Refusal {
        if (!Names.isLegal(name)) {
            throw new Refusal(
                    ErrorCode.ILLEGAL_NAME,
                    what + " " + Refusal.quote(name) + " must be 1 to " + Names.MAX_LENGTH
                            + " ASCII letters, digits, '_', '-' or '.'");
        }
        return name;
    }

    private static String once(String field, @Nullable Object seen) throws Refusal {
        if (seen != null) {
            throw new Refusal(ErrorCode.MALFORMED_JSON, field + " stands there twice");
        }
        return field;
    }

    private static Refusal missing(String field, String type) {
        return new Refusal(ErrorCode.MISSING_FIELD, field + " is missing or not " + type);
    }
}
