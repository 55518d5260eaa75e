package io.firstlight.standalone.demo.queue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A script that can be put into the queue.
 *
 * @param standard whether it comes with the observatory, or from somebody else
 * @param path its name, as of a file
 * @param options what can be configured
 * @param seconds about how long it takes, for the display
 * @param remotes the components that it commands, with commas between
 * @param steps what it does with a configuration
 */
record ScriptKind(
        boolean standard,
        String path,
        String className,
        String description,
        List<Option> options,
        double seconds,
        String remotes,
        Function<ScriptConfig, List<Step>> steps) {

    ScriptKind {
        options = List.copyOf(options);
    }

    /** The schema of the configuration: JSON Schema draft 7 in YAML; a comment if there is none. */
    String schema() {
        if (options.isEmpty()) {
            return "# empty schema";
        }
        return """
                $schema: http://json-schema.org/draft-07/schema#
                title: %s v1
                description: %s
                type: object
                properties:
                %s
                additionalProperties: false
                """.formatted(
                        className,
                        description,
                        options.stream()
                                .map(Option::schema)
                                .collect(Collectors.joining())
                                .stripTrailing());
    }
}
