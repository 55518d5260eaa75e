package io.firstlight.ingest.source.rule;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file {@code {"<list>": [{...}, ...]}} of declarations. Stateless. */
public final class RuleFile {

    private static final int MOST_DECLARATIONS = 10_000;

    private RuleFile() {}

    /**
     * The declarations of the file that a key of the configuration names.
     *
     * @param key names the file
     * @param list the one key of the file, {@code rules}
     * @param labelled the key of a declaration whose value messages call it by
     * @throws IllegalArgumentException if the key is absent, or the file cannot be read or is not of that form; the message begins with the key
     */
    public static List<Declaration> declarations(
            Map<String, String> configuration, String key, String list, String labelled) {
        String file = configuration.get(key);
        if (file == null || file.isBlank()) {
            throw new IllegalArgumentException(key + " is missing");
        }
        String place = key + "=" + file + ": ";
        try {
            return parse(Files.readAllBytes(Path.of(file)), place, list, labelled);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    place + "the file is no JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse("") + " at line "
                            + e.getLocation().getLineNr(),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    place + "the file cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static List<Declaration> parse(byte[] json, String place, String list, String labelled) throws IOException {
        JsonNode root = Json.mapper().readTree(json);
        JsonNode declared = root.path(list);
        if (!declared.isArray() || root.size() != 1) {
            throw new IllegalArgumentException(place + "the file is not {\"" + list + "\": [...]}");
        }
        if (declared.isEmpty() || declared.size() > MOST_DECLARATIONS) {
            throw new IllegalArgumentException(
                    place + list + " has " + declared.size() + " entries, not 1 to " + MOST_DECLARATIONS);
        }
        List<Declaration> declarations = new ArrayList<>();
        for (JsonNode each : declared) {
            String label = place + list + " " + (declarations.size() + 1) + " '"
                    + each.path(labelled).asText("") + "'";
            declarations.add(new Declaration(each, label));
        }
        return List.copyOf(declarations);
    }
}
