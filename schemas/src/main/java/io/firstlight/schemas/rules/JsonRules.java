package io.firstlight.schemas.rules;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import io.firstlight.schemas.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * A JSON Schema of the operator's (draft 2020-12 unless it says otherwise), and what of a client's value breaks it. Thread-safe.
 *
 * <p>What it says to clients names rules of the schema and never repeats the value. Nothing is loaded from anywhere; patterns and nesting are
 * bounded, as the values come from anybody.
 */
public final class JsonRules {

    private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";
    private static final long MOST_STEPS = 2_000_000;
    private static final int DEEPEST = 200;

    /**
     * Numbers become doubles: exact ones could have billions of digits. A name that comes twice is refused, or the worker might see another
     * value than was checked here.
     */
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final Schema schema;

    private JsonRules(Schema schema) {
        this.schema = schema;
    }

    /**
     * Reads a schema.
     *
     * @throws IllegalArgumentException if it is none, or points to something outside itself
     */
    public static JsonRules of(String text) {
        try {
            JsonNode rules = STRICT.readTree(text);
            SchemaRegistry registry = registry();
            String draft = rules.path("$schema").asString(META_SCHEMA);
            List<Error> wrong = registry.getSchema(SchemaLocation.of(draft)).validate(rules);
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException("is no JSON Schema: "
                        + wrong.getFirst().getInstanceLocation() + ' '
                        + wrong.getFirst().getMessage());
            }
            Schema schema = registry.getSchema(rules);
            schema.initializeValidators();
            return new JsonRules(schema);
        } catch (SchemaException | PatternSyntaxException | JacksonException e) {
            throw new IllegalArgumentException("cannot be used as a JSON Schema: " + e.getMessage(), e);
        }
    }

    private static SchemaRegistry registry() {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .locale(Locale.ROOT)
                .formatAssertionsEnabled(false)
                .preloadSchema(true)
                .regularExpressionFactory(
                        regex -> StepLimitedPattern.factory().getRegularExpression(endingAtTheEnd(regex)))
                .executionContextCustomizer((execution, schema) -> execution.executionConfig(
                        limits -> limits.maxEvaluationSteps(MOST_STEPS).maxEvaluationDepth(DEEPEST)))
                .build();
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(config)
                        .schemaLoader(loader ->
                                loader.allow(iri -> iri.toString().matches("https?://json-schema[.]org/.*"))));
    }

    /** Java's {@code $} lets a line break follow, that of JSON Schema does not. */
    private static String endingAtTheEnd(String regex) {
        int backslashes = 0;
        while (regex.endsWith("\\".repeat(backslashes + 1) + '$')) {
            backslashes++;
        }
        return regex.endsWith("$") && backslashes % 2 == 0 ? regex.substring(0, regex.length() - 1) + "\\z" : regex;
    }

    /** What came of reading a text as JSON. */
    public sealed interface Reading {
        /** A value. */
        record Value(JsonNode json) implements Reading {}

        /** No strict JSON in UTF-8, or with a name twice. */
        record NoJson() implements Reading {}
    }

    /** Reads one JSON value. */
    public static Reading read(byte[] utf8) {
        if (!Json.isUtf8(utf8)) {
            return new Reading.NoJson();
        }
        try {
            // From text, not bytes: the parser would take UTF-16 and the like for JSON as well.
            JsonNode value = STRICT.readTree(new String(utf8, StandardCharsets.UTF_8));
            return value.isMissingNode() ? new Reading.NoJson() : new Reading.Value(value);
        } catch (JacksonException e) {
            return new Reading.NoJson();
        }
    }

    /** What of a query breaks the rules, for the client; empty if nothing. */
    public Optional<String> broken(Map<String, String> query) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        query.forEach(object::put);
        return broken(object);
    }

    /** What of a value breaks the rules, for the client; empty if nothing. */
    public Optional<String> broken(JsonNode value) {
        try {
            return schema.validate(value).stream().findFirst().map(JsonRules::words);
        } catch (StepLimitedPattern.TooSlow | ValidationLimitExceededException | StackOverflowError e) {
            return Optional.of("takes too long to be checked");
        }
    }

    private static String words(Error error) {
        String rule = "breaks the rule " + error.getEvaluationPath() + " of its schema";
        // The one rule whose message is of use without the place in the value, and whose name is the schema's own.
        return error.getKeyword().equals("required") ? rule + ": '" + error.getProperty() + "' is required" : rule;
    }
}
