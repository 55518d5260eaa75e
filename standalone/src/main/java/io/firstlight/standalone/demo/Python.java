package io.firstlight.standalone.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.firstlight.schemas.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON with the spacing of Python's {@code json.dumps}, as the real commander writes it. Stateless. */
final class Python {

    private static final ObjectWriter WRITER = Json.mapper().writer(new Spaced());

    private Python() {}

    static String dumps(JsonNode node) {
        try {
            return WRITER.writeValueAsString(node);
        } catch (IOException e) {
            // A tree in memory is always written.
            throw new UncheckedIOException(e);
        }
    }

    private static final class Spaced extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }
    }
}
