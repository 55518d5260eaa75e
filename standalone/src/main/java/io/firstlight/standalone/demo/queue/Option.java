package io.firstlight.standalone.demo.queue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One value of a script's configuration: a number within bounds, or one of some words. Its part of the schema and its check are made of it. */
sealed interface Option {

    /** Its key. */
    String name();

    /** Its lines in the schema: JSON Schema draft 7 in YAML, below {@code properties}. */
    String schema();

    /** What is wrong with a value; null if it fits. */
    @Nullable
    String problem(Object value);

    /** A number. */
    record NumberOption(String name, double least, double most, double absent, String description) implements Option {
        @Override
        public String schema() {
            return """
                      %s:
                        description: %s
                        type: number
                        minimum: %s
                        maximum: %s
                        default: %s
                    """.formatted(name, description, least, most, absent);
        }

        @Override
        public @Nullable String problem(Object value) {
            if (value instanceof Number number && number.doubleValue() >= least && number.doubleValue() <= most) {
                return null;
            }
            return name + " must be a number from " + least + " to " + most;
        }
    }

    /** A word. */
    record Word(String name, List<String> words, String absent, String description) implements Option {
        @Override
        public String schema() {
            return """
                      %s:
                        description: %s
                        type: string
                        enum: [%s]
                        default: %s
                    """.formatted(name, description, String.join(", ", words), absent);
        }

        @Override
        public @Nullable String problem(Object value) {
            return value instanceof String text && words.contains(text)
                    ? null
                    : name + " must be one of " + String.join(", ", words);
        }
    }
}
