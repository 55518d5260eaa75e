package io.firstlight.standalone.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What the user asked for, as the flat map that the services' typed configs are built from: command line over environment; what neither
 * says is absent, so that the config's own default holds.
 *
 * <p>Each value is there under two names, because services name their keys in one of two ways: {@code FIRSTLIGHT_AUTH_KEY_DIRECTORY} and
 * {@code auth.key-directory} (the first word is the service, the rest its key).
 *
 * <p>Not thread-safe while {@link #with} is still called.
 */
public final class Settings {

    private final CommandSpec command;
    private final Environment environment;
    private final Map<String, String> values = new HashMap<>();
    /** From either name of a value to the words that the user knows it by. */
    private final Map<String, String> origins = new HashMap<>();

    private Settings(CommandSpec command, Environment environment) {
        this.command = command;
        this.environment = environment;
    }

    /** The settings of the command that was just parsed. */
    public static Settings of(CommandSpec command, Environment environment) {
        Settings settings = new Settings(command, environment);
        environment.values().forEach((name, value) -> settings.put(name, value, environment.sourceOf(name)));
        ParseResult parsed = command.commandLine().getParseResult();
        for (OptionSpec option : parsed.matchedOptions()) {
            String value = String.join(",", option.originalStringValues());
            String name = option.longestName();
            settings.put(
                    Environment.variableOf(name),
                    value.isEmpty() && option.arity().max() == 0 ? "true" : value,
                    name);
        }
        return settings;
    }

    /** Adds a value that follows from the others, under a service's own key; replaces what is there. */
    public Settings with(String key, String value) {
        values.put(key, value);
        return this;
    }

    /** The value of a setting, or what is given. */
    public String value(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    /** A copy of these that can be added to without changing them. */
    public Settings copy() {
        Settings copy = new Settings(command, environment);
        copy.values.putAll(values);
        copy.origins.putAll(origins);
        return copy;
    }

    /**
     * Builds a typed config.
     *
     * @throws ParameterException if a value is wrong; its message names what the user wrote, not the service's key
     */
    public <T> T build(Function<Map<String, String>, T> config) {
        try {
            return config.apply(Collections.unmodifiableMap(values));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), inTheUsersWords(String.valueOf(e.getMessage())), e);
        }
    }

    private String inTheUsersWords(String message) {
        String words = message;
        for (Map.Entry<String, String> origin : origins.entrySet()) {
            String key = origin.getKey();
            if (words.startsWith(key + " ") || words.startsWith(key + "=") || words.startsWith(key + ":")) {
                words = origin.getValue() + words.substring(key.length());
            }
        }
        return words;
    }

    private void put(String variable, String value, String origin) {
        String dotted = dotted(variable);
        values.put(variable, value);
        values.put(dotted, value);
        origins.put(variable, origin);
        origins.put(dotted, origin);
    }

    /** {@code FIRSTLIGHT_AUTH_KEY_DIRECTORY} to {@code auth.key-directory}. */
    static String dotted(String variable) {
        String words = variable.substring(Environment.PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        return words.replaceFirst("-", ".");
    }
}
