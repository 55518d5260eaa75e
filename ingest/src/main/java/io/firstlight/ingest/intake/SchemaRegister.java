package io.firstlight.ingest.intake;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.rules.JsonRules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The registered JSON Schemas of payloads, read once from a directory: {@code <category>/<csc>/<stream>.json}, for example
 * {@code telemetry/Dome/position.json}, holds for all instances of the component. When they are checked, numbers that JSON lacks have the form
 * of {@link io.firstlight.schemas.json.NonFiniteNumbers}. Immutable, thread-safe.
 */
final class SchemaRegister implements PayloadRule {

    private static final String SUFFIX = ".json";

    private final Map<Place, JsonRules> schemas;
    private final boolean mustHaveOne;

    private record Place(Category category, String csc, String stream) {}

    private SchemaRegister(Map<Place, JsonRules> schemas, boolean mustHaveOne) {
        this.schemas = Map.copyOf(schemas);
        this.mustHaveOne = mustHaveOne;
    }

    /**
     * Reads a directory.
     *
     * @param mustHaveOne whether a stream without a schema is a violation
     * @throws IllegalArgumentException if a file is no schema, or lies where none belongs; the message names it
     */
    static SchemaRegister read(Path directory, boolean mustHaveOne) {
        Map<Place, JsonRules> schemas = new HashMap<>();
        for (Path file : files(directory)) {
            schemas.put(place(directory.relativize(file)), schema(file));
        }
        return new SchemaRegister(schemas, mustHaveOne);
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(Validation.SCHEMAS + "=" + directory + " cannot be read", e);
        }
    }

    private static Place place(Path inside) {
        if (inside.getNameCount() == 3) {
            Optional<Category> category = Category.ofWireName(inside.getName(0).toString());
            String stream = inside.getName(2).toString();
            if (category.isPresent()) {
                return new Place(
                        category.get(),
                        inside.getName(1).toString(),
                        stream.substring(0, stream.length() - SUFFIX.length()));
            }
        }
        throw new IllegalArgumentException(
                Validation.SCHEMAS + ": " + inside + " must be <category>/<csc>/<stream>.json");
    }

    private static JsonRules schema(Path file) {
        try {
            return JsonRules.of(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(Validation.SCHEMAS + ": " + file + ' ' + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> violation(Address address, byte[] json, Span payload) {
        JsonRules rules =
                schemas.get(new Place(address.category(), address.component().csc(), address.stream()));
        if (rules == null) {
            return mustHaveOne ? Optional.of(address + " has no registered schema") : Optional.empty();
        }
        return switch (JsonRules.read(Arrays.copyOfRange(json, payload.start(), payload.end()))) {
            case JsonRules.Reading.NoJson no -> Optional.of(address + " holds a name twice, or is nested too deeply");
            case JsonRules.Reading.Value value -> rules.broken(value.json()).map(broken -> address + " " + broken);
        };
    }
}
