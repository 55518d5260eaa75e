package io.firstlight.ingest.intake;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ValidationTest {

    private static final Address POSITION = new Address(Category.TELEMETRY, new Component("Dome", 3), "position");
    private static final Address OTHER = new Address(Category.TELEMETRY, new Component("Dome", 3), "other");

    @TempDir
    private Path directory;

    @BeforeEach
    void register() throws IOException {
        write("telemetry/Dome/position.json", "{\"type\":\"object\",\"required\":[\"azimuth\"]}");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Validation validation(String mode) {
        return Validation.from(Map.of(Validation.MODE, mode, Validation.SCHEMAS, directory.toString()));
    }

    private static Optional<String> violation(Validation validation, Address address, String payload) {
        byte[] json = ("{\"s\":" + payload + "}").getBytes(StandardCharsets.UTF_8);
        return validation.rule().violation(address, json, new Span(5, json.length - 1));
    }

    @Test
    void lenientTakesAnything() {
        assertThat(violation(Validation.from(Map.of()), POSITION, "1")).isEmpty();
        assertThat(violation(validation("lenient"), POSITION, "1")).isEmpty();
    }

    @Test
    void knownChecksWhatHasASchema() {
        assertThat(violation(validation("known"), POSITION, "{\"azimuth\":1}")).isEmpty();
        assertThat(violation(validation("known"), POSITION, "{}"))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("telemetry:Dome:3:position ")
                        .contains("'azimuth' is required"));
        assertThat(violation(validation("known"), POSITION, "{\"azimuth\":1,\"azimuth\":2}"))
                .isPresent();
        assertThat(violation(validation("known"), OTHER, "{}")).isEmpty();
    }

    @Test
    void strictRefusesWhatHasNone() {
        assertThat(violation(validation("strict"), POSITION, "{\"azimuth\":1}")).isEmpty();
        assertThat(violation(validation("strict"), OTHER, "{}"))
                .hasValue("telemetry:Dome:3:other has no registered schema");
    }

    @Test
    void tellsWhatIsWrongWithItsSettings() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Validation.from(Map.of(Validation.MODE, "strict")))
                .withMessageContaining(Validation.SCHEMAS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Validation.from(Map.of(Validation.MODE, "harsh")))
                .withMessageContaining("'lenient', 'known' or 'strict'");
        write("telemetry/loose.json", "{}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> validation("known").rule())
                .withMessageContaining("loose.json must be <category>/<csc>/<stream>.json");
    }

    @Test
    void namesTheFileThatIsNoSchema() throws IOException {
        write("event/Dome/bad.json", "{\"type\":\"nothing\"}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> validation("known").rule())
                .withMessageContaining("bad.json");
    }
}
