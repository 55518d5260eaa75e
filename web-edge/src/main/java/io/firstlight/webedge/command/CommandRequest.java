package io.firstlight.webedge.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A command as a client asks for it: {@code {"csc": "Test", "salindex": 1, "cmd": "cmd_setScalars", "params": {"a": 1}}}. What it says goes on
 * as the bytes it came in, so that {@code 1.0} does not become {@code 1}; only the identity is the server's.
 *
 * <p>Of a key that stands there twice the last value counts and is the only one that goes on: nobody is to be asked for one command and sent
 * another. Immutable.
 */
public final class CommandRequest {

    private static final String REQUIRED =
            "Request must have JSON data with the following keys: csc, salindex, cmd, params. ";

    /** In subscriptions and rights it stands for any; a component or command of that name could not be told from all. */
    private static final String ANY = "all";

    private static final String IDENTITY = "identity";
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final byte[] source;
    private final Map<String, Span> members;
    private final Address address;

    private CommandRequest(byte[] source, Map<String, Span> members, Address address) {
        this.source = source;
        this.members = members;
        this.address = address;
    }

    /** What a body turned out to be. */
    public sealed interface Reading {

        /** A command. */
        record Legal(CommandRequest command) implements Reading {}

        /**
         * None.
         *
         * @param ack why not, for the client
         */
        record Illegal(String ack) implements Reading {}
    }

    /** Reads a body. */
    public static Reading read(byte[] body) {
        try {
            if (!Json.isUtf8(body)) {
                throw new Mistake("The body is not UTF-8.");
            }
            Map<String, Span> members = members(body);
            return new Reading.Legal(new CommandRequest(body, members, address(body, members)));
        } catch (Mistake e) {
            return new Reading.Illegal(REQUIRED + e.getMessage());
        } catch (IOException e) {
            return new Reading.Illegal(REQUIRED + "The body is not one JSON object.");
        }
    }

    private static Map<String, Span> members(byte[] body) throws IOException, Mistake {
        Map<String, Span> members = new LinkedHashMap<>();
        try (JsonParser parser = Json.strictParser(body, 0, body.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Mistake("The body is not one JSON object.");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                requireStorable(name);
                parser.nextToken();
                members.put(name, value(parser));
            }
            if (parser.nextToken() != null) {
                throw new Mistake("There is text after the JSON object.");
            }
        }
        return members;
    }

    /** Walks over the value that the parser stands at, and looks whether the log and its archive can keep it. */
    private static Span value(JsonParser parser) throws IOException, Mistake {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token == null) {
                throw new Mistake("The body is not one JSON object.");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            switch (token) {
                case VALUE_STRING, FIELD_NAME -> requireStorable(parser.getText());
                case VALUE_NUMBER_FLOAT -> requireFinite(parser.getText());
                default -> {
                    // Whole numbers are bounded by the reader's limit on digits.
                }
            }
            if (depth > 0) {
                parser.nextToken();
            }
        } while (depth > 0);
        parser.finishToken();
        return new Span(start, (int) parser.currentLocation().getByteOffset());
    }

    private static void requireStorable(String text) throws Mistake {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !pair)) {
                throw new Mistake("A text holds the character U+0000 or half a surrogate pair.");
            }
            i += pair ? 1 : 0;
        }
    }

    private static void requireFinite(String text) throws Mistake {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value) || (value == 0 && !isZero(text))) {
            throw new Mistake("The number " + text + " is beyond what a component can take.");
        }
    }

    private static boolean isZero(String text) {
        try {
            return new BigDecimal(text).signum() == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Address address(byte[] body, Map<String, Span> members) throws IOException, Mistake {
        String csc = name(body, members, "csc");
        String cmd = name(body, members, "cmd");
        return new Address(Category.COMMAND, new Component(csc, salindex(body, members)), cmd);
    }

    private static String name(byte[] body, Map<String, Span> members, String key) throws IOException, Mistake {
        try (JsonParser parser = required(body, members, key)) {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new Mistake(key + " is not a text.");
            }
            String name = parser.getText();
            if (!Names.isLegal(name) || name.equals(ANY)) {
                throw new Mistake(key + " is not a name: 1 to " + Names.MAX_LENGTH
                        + " characters of ASCII letters, digits, '_', '-' and '.', and not '" + ANY + "'.");
            }
            return name;
        }
    }

    private static int salindex(byte[] body, Map<String, Span> members) throws IOException, Mistake {
        try (JsonParser parser = required(body, members, "salindex")) {
            JsonToken token = parser.nextToken();
            OptionalInt index = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_STRING
                    ? Component.parseIndex(parser.getText())
                    : OptionalInt.empty();
            return index.orElseThrow(() -> new Mistake("salindex is not a whole number of 32 bits."));
        }
    }

    private static JsonParser required(byte[] body, Map<String, Span> members, String key) throws IOException, Mistake {
        Span span = members.get(key);
        if (span == null) {
            throw new Mistake(key + " is missing.");
        }
        return Json.strictParser(body, span.start(), span.end());
    }

    /** Whose command it is: category, component, and the command's name as the stream. */
    public Address address() {
        return address;
    }

    /** What goes to the commander: the body with that identity. */
    public byte[] withIdentity(String identity) {
        JsonOutput out = new JsonOutput(source.length + identity.length() + 32).literal("{");
        members.forEach((name, span) -> {
            if (!name.equals(IDENTITY)) {
                out.quoted(name).literal(": ").span(source, span).literal(", ");
            }
        });
        return out.literal("\"identity\": ").quoted(identity).literal("}").toByteArray();
    }

    /** The parameters as JSON; null as JSON if there are none. */
    byte[] params() {
        @Nullable Span span = members.get("params");
        return span == null
                ? NULL.clone()
                : new JsonOutput(span.length()).span(source, span).toByteArray();
    }

    /** Leaves the reading from any depth; never leaves this class. */
    private static final class Mistake extends Exception {
        private static final long serialVersionUID = 1L;

        Mistake(String why) {
            super(why, null, false, false);
        }
    }
}
