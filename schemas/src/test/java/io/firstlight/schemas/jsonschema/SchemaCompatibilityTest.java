package io.firstlight.schemas.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaCompatibilityTest {

    static List<String> names() {
        return JsonSchemas.names();
    }

    /** A schema that is released is frozen under {@code released/}; the frozen copy is replaced only by a compatible one. */
    @ParameterizedTest
    @MethodSource("names")
    void everyDocumentThatWasValidIsValidStill(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                SchemaCompatibilityTest.class.getResourceAsStream("/released/jsonschema/" + name + ".json"),
                "a new schema needs its copy under released/")) {
            JsonNode released = Json.mapper().readTree(in);
            JsonNode current = Json.mapper().readTree(JsonSchemas.text(name).orElseThrow());
            assertThat(SchemaCompatibility.breaks(released, current)).isEmpty();
        }
    }

    @Test
    void noReleasedSchemaIsTakenAway() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "released", "jsonschema"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .isNotEmpty()
                    .allMatch(JsonSchemas.names()::contains);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a new required key | {\"required\":[\"a\"]} | {\"required\":[\"a\",\"b\"]}",
                "a first required key | {} | {\"required\":[\"a\"]}",
                "a narrower type | {\"type\":[\"string\",\"null\"]} | {\"type\":\"string\"}",
                "number to integer | {\"type\":\"number\"} | {\"type\":\"integer\"}",
                "a first type | {} | {\"type\":\"object\"}",
                "a removed enum value | {\"enum\":[\"a\",\"b\"]} | {\"enum\":[\"a\"]}",
                "a first enum | {\"type\":\"string\"} | {\"type\":\"string\",\"enum\":[\"a\"]}",
                "no more unknown keys | {} | {\"additionalProperties\":false}",
                "no more unknown keys | {\"additionalProperties\":true} | {\"additionalProperties\":false}",
                "unknown keys of a type only | {} | {\"additionalProperties\":{\"type\":\"string\"}}",
                "within a property | {\"properties\":{\"a\":{\"type\":\"number\"}}} | {\"properties\":{\"a\":{\"type\":\"string\"}}}",
                "deep within | {\"properties\":{\"a\":{\"properties\":{\"b\":{}}}}} | {\"properties\":{\"a\":{\"properties\":{\"b\":false}}}}",
                "a higher minimum | {\"minimum\":0} | {\"minimum\":1}",
                "a lower maximum | {\"maxLength\":9} | {\"maxLength\":8}",
                "another pattern | {\"pattern\":\"a*\"} | {\"pattern\":\"a+\"}",
                "a branch less | {\"anyOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]} | {\"anyOf\":[{\"type\":\"integer\"}]}",
                "a narrower branch | {\"anyOf\":[{\"type\":\"integer\"}]} | {\"anyOf\":[{\"type\":\"integer\",\"minimum\":0}]}",
                "an unknown keyword | {} | {\"contains\":{\"type\":\"string\"}}",
                "nothing at all | {} | false",
            })
    void findsWhatBreaks(String change, String before, String after) throws IOException {
        assertThat(breaks(before, after)).as(change).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a key less required | {\"required\":[\"a\",\"b\"]} | {\"required\":[\"a\"]}",
                "a wider type | {\"type\":\"integer\"} | {\"type\":[\"number\",\"null\"]}",
                "one more enum value | {\"enum\":[\"a\"]} | {\"enum\":[\"a\",\"b\"]}",
                "a new optional key | {\"properties\":{\"a\":{}}} | {\"properties\":{\"a\":{},\"b\":{\"type\":\"string\"}}}",
                "a constraint dropped | {\"type\":\"string\",\"pattern\":\"a\"} | {\"type\":\"string\"}",
                "one more branch | {\"anyOf\":[{\"type\":\"integer\"}]} | {\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}]}",
                "a lower minimum | {\"minimum\":1} | {\"minimum\":0}",
                "other words | {\"description\":\"a\"} | {\"description\":\"b\",\"title\":\"c\"}",
                "anything | {\"type\":\"string\"} | true",
            })
    void letsPassWhatDoesNotBreak(String change, String before, String after) throws IOException {
        assertThat(breaks(before, after)).as(change).isEmpty();
    }

    @Test
    void saysWhereItBreaks() throws IOException {
        assertThat(breaks(
                        "{\"properties\":{\"a\":{\"type\":\"number\"}}}",
                        "{\"properties\":{\"a\":{\"type\":\"string\"}}}"))
                .containsExactly("#/properties/a/type: number is no longer allowed");
    }

    private static List<String> breaks(String before, String after) throws IOException {
        return SchemaCompatibility.breaks(
                Json.mapper().readTree(before), Json.mapper().readTree(after));
    }
}
