package io.firstlight.ingest.source.tail;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.schemas.json.Json;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The places of all files on disk: <code>{"/var/log/app.log": {"key": ..., "head": 1024, "checksum": ..., "position": 4711}}</code>. A new state replaces
 * the old one at once, so that there is never half a one. Used by one thread.
 */
final class TailState {

    private final Path file;
    private Map<String, Place> saved = Map.of();

    TailState(Path file) {
        this.file = file;
    }

    /**
     * The places by path; empty if there is no file.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalStateException if it is not ours
     */
    Map<String, Place> load() throws IOException {
        Map<String, Place> places = new HashMap<>();
        try {
            JsonNode root = Json.mapper().readTree(Files.readAllBytes(file));
            root.properties().forEach(entry -> places.put(entry.getKey(), place(entry.getValue())));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (JacksonException e) {
            throw notOurs(e);
        }
        saved = Map.copyOf(places);
        return saved;
    }

    private Place place(JsonNode value) {
        if (!value.path("position").canConvertToLong()
                || !value.path("checksum").canConvertToLong()) {
            throw notOurs(null);
        }
        return new Place(
                value.path("key").asText(),
                new FileHead(value.path("head").asInt(), value.path("checksum").asLong()),
                value.path("position").asLong());
    }

    private IllegalStateException notOurs(@Nullable Exception cause) {
        return new IllegalStateException(
                file + " does not hold the places of followed files: delete it to begin as the rules say", cause);
    }

    /** Saves the places if they are others than before. */
    void save(Map<String, Place> places) throws IOException {
        if (places.equals(saved)) {
            return;
        }
        ObjectNode root = Json.mapper().createObjectNode();
        places.forEach((path, place) -> root.putObject(path)
                .put("key", place.fileKey())
                .put("head", place.head().length())
                .put("checksum", place.head().checksum())
                .put("position", place.position()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(
                fresh,
                Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(root),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        saved = Map.copyOf(places);
    }
}
