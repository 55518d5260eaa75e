package io.firstlight.webedge.love.script;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import io.firstlight.schemas.rules.StepLimitedPattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;

/**
 * Checks a script's configuration against its schema, and fills in defaults. Thread-safe; no state is left from one check to the next.
 *
 * <p>The schema is read as draft 7 whatever it says of itself, formats are not checked, and only one mistake is told: the one that comes first
 * in the schema. All of that is as LOVE does it.
 */
final class ConfigCheck {

    private static final String META_SCHEMA = "http://json-schema.org/draft-07/schema#";
    private static final long MOST_STEPS = 2_000_000;
    private static final int DEEPEST = 200;

    private ConfigCheck() {}

    /** What came of a check. */
    sealed interface Outcome {
        /** All is well; the configuration with its defaults. */
        record Valid(JsonNode configuration) implements Outcome {}

        /** It is YAML but not what the schema wants. Paths have names and numbers, as JSON. */
        record Invalid(String message, JsonNode path, JsonNode schemaPath) implements Outcome {}

        /** It is no YAML. */
        record NoYaml(YamlText.Outcome.Broken error) implements Outcome {}

        /** The schema itself is none. */
        record BadSchema(String reason) implements Outcome {}
    }

    /** Checks one text against the other. */
    static Outcome check(String configuration, String schema) {
        return switch (YamlText.read(configuration)) {
            case YamlText.Outcome.Broken broken -> new Outcome.NoYaml(broken);
            case YamlText.Outcome.Read read ->
                switch (YamlText.read(schema)) {
                    case YamlText.Outcome.Broken broken ->
                        new Outcome.BadSchema("The schema is no YAML: " + broken.problem() + ".");
                    case YamlText.Outcome.Read rules -> check(read.value(), rules.value());
                };
        };
    }

    private static Outcome check(JsonNode configuration, JsonNode schema) {
        if (!(schema instanceof ObjectNode rules)) {
            return new Outcome.BadSchema("The schema is not an object.");
        }
        if (!configuration.isObject() && !configuration.isNull()) {
            return new Outcome.Invalid(
                    ValidationWords.python(configuration) + " is not a dict", path(List.of()), path(List.of()));
        }
        rules.remove("$schema");
        try {
            return validate(
                    configuration instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode(), rules);
        } catch (SchemaException | PatternSyntaxException | ValidationLimitExceededException e) {
            return new Outcome.BadSchema("The schema cannot be used: " + e.getMessage());
        } catch (StepLimitedPattern.TooSlow | StackOverflowError e) {
            return new Outcome.BadSchema("The schema cannot be used: one of its patterns takes too long.");
        }
    }

    private static Outcome validate(ObjectNode configuration, ObjectNode schema) {
        // A registry remembers schemas by their $id: one user's must not stand in for another's.
        SchemaRegistry registry = registry();
        List<Error> inSchema =
                registry.getSchema(SchemaLocation.of(META_SCHEMA)).validate(schema);
        if (!inSchema.isEmpty()) {
            return new Outcome.BadSchema("The schema is not one of draft 7: "
                    + inSchema.getFirst().getInstanceLocation() + " "
                    + inSchema.getFirst().getMessage());
        }
        new Defaults(schema).fill(configuration);
        Schema rules = registry.getSchema(schema);
        List<Finding> findings = rules.validate(configuration).stream()
                .map(Finding::of)
                .sorted(Comparator.comparing(finding -> finding.order(schema), ConfigCheck::compare))
                .toList();
        if (findings.isEmpty()) {
            return new Outcome.Valid(configuration);
        }
        Finding first = findings.getFirst();
        List<Finding> same = findings.stream().filter(first::samePlace).toList();
        return new Outcome.Invalid(
                ValidationWords.message(first, same, first.value(configuration)),
                path(first.path()),
                path(first.schemaPath()));
    }

    private static SchemaRegistry registry() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .locale(Locale.ROOT)
                .formatAssertionsEnabled(false)
                .regularExpressionFactory(StepLimitedPattern.factory())
                .executionContextCustomizer((execution, schema) -> execution.executionConfig(
                        limits -> limits.maxEvaluationSteps(MOST_STEPS).maxEvaluationDepth(DEEPEST)))
                .build();
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_7,
                builder -> builder.schemaRegistryConfig(config)
                        .schemaLoader(
                                loader -> loader.allow(iri -> iri.toString().startsWith("http://json-schema.org/"))));
    }

    private static int compare(List<Integer> one, List<Integer> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = Integer.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static JsonNode path(List<Object> elements) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Object element : elements) {
            if (element instanceof Integer index) {
                array.add(index);
            } else {
                array.add(String.valueOf(element));
            }
        }
        return array;
    }
}
