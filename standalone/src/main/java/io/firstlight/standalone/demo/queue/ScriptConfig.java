package io.firstlight.standalone.demo.queue;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A script's configuration, read from YAML and checked against the script's options. Immutable. */
final class ScriptConfig {

    private static final int MAX_CHARACTERS = 64 << 10;

    private final Map<String, Object> values;

    private ScriptConfig(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** The outcome of reading. */
    sealed interface Outcome {
        record Read(ScriptConfig config) implements Outcome {}

        record Refused(String reason) implements Outcome {}
    }

    /** Reads it; blank text is a configuration without values, and what is absent has its default. */
    static Outcome read(String yaml, List<Option> options) {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_CHARACTERS);
        limits.setMaxAliasesForCollections(10);
        limits.setAllowDuplicateKeys(false);
        Object root;
        try {
            root = new Yaml(new SafeConstructor(limits)).load(yaml);
        } catch (YAMLException e) {
            return new Outcome.Refused("the configuration is not YAML: " + firstLine(e.getMessage()));
        }
        if (root == null) {
            root = Map.of();
        }
        if (!(root instanceof Map<?, ?> given)) {
            return new Outcome.Refused("the configuration is not an object");
        }
        Map<String, Object> values = new HashMap<>();
        for (Option option : options) {
            values.put(
                    option.name(),
                    switch (option) {
                        case Option.NumberOption number -> number.absent();
                        case Option.Word word -> word.absent();
                    });
        }
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            String key = String.valueOf(entry.getKey());
            Option option = options.stream()
                    .filter(each -> each.name().equals(key))
                    .findFirst()
                    .orElse(null);
            if (option == null) {
                return new Outcome.Refused("there is no option " + key);
            }
            Object value = entry.getValue();
            String problem = value == null ? key + " has no value" : option.problem(value);
            if (problem != null) {
                return new Outcome.Refused(problem);
            }
            values.put(key, value);
        }
        return new Outcome.Read(new ScriptConfig(values));
    }

    private static String firstLine(@Nullable String text) {
        return String.valueOf(text).lines().findFirst().orElse("");
    }

    double number(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    String word(String name) {
        return String.valueOf(values.get(name));
    }
}
