package io.firstlight.webedge.love.script;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * Nearly all rows were tried with Python's jsonschema 4.26 (draft 7) and PyYAML 6, whose words LOVE passes on; not those of a date and of what
 * is no dictionary.
 */
class ConfigCheckTest {

    private static final String SCHEMA = """
            $schema: http://json-schema.org/draft-07/schema#
            $id: https://example.org/scripts/Slew.yaml
            type: object
            definitions:
              angle: {type: number, minimum: -360, maximum: 360, default: 45.5}
            properties:
              az: {$ref: "#/definitions/angle"}
              count: {type: integer, default: 3}
              filter: {enum: [r, i]}
              name: {type: string, pattern: "^[a-z]+$", maxLength: 5}
              track:
                type: object
                properties:
                  rate: {type: string, default: sidereal}
                  deep: {type: object, properties: {x: {default: 1}}}
                required: [rate]
                additionalProperties: false
              steps:
                type: array
                items: {type: object, properties: {wait: {type: number, default: 0.5}}}
            required: [filter]
            additionalProperties: false
            """;

    @Test
    void fillsDefaultsAtEveryDepth() {
        assertThat(valid("filter: r\nsteps: [{}, {wait: 2}]"))
                .isEqualTo("{\"filter\":\"r\",\"steps\":[{\"wait\":0.5},{\"wait\":2}],\"az\":45.5,\"count\":3,"
                        + "\"track\":{\"rate\":\"sidereal\",\"deep\":{\"x\":1}}}");
    }

    @Test
    void keepsWhatIsGiven() {
        assertThat(valid("{filter: i, az: -10, count: 0, track: {rate: none, deep: {x: 2}}}"))
                .isEqualTo(
                        "{\"filter\":\"i\",\"az\":-10,\"count\":0,\"track\":{\"rate\":\"none\",\"deep\":{\"x\":2}}}");
    }

    @Test
    void takesNothingForAnEmptyConfiguration() {
        ConfigCheck.Outcome outcome = ConfigCheck.check("", "{type: object, properties: {a: {default: [1]}}}");

        assertThat(((ConfigCheck.Outcome.Valid) outcome).configuration()).hasToString("{\"a\":[1]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            count: 1                          | 'filter' is a required property                               | []              | ["required"]
            {filter: r, count: a}             | 'a' is not of type 'integer'                                  | ["count"]       | ["properties","count","type"]
            {filter: r, count: true}          | True is not of type 'integer'                                 | ["count"]       | ["properties","count","type"]
            {filter: r, count: 2026-01-01}    | 2026-01-01T00:00:00Z is not of type 'integer'                 | ["count"]       | ["properties","count","type"]
            {filter: z}                       | 'z' is not one of ['r', 'i']                                  | ["filter"]      | ["properties","filter","enum"]
            {filter: r, az: 400}              | 400 is greater than the maximum of 360                        | ["az"]          | ["properties","az","maximum"]
            {filter: r, name: ABC}            | 'ABC' does not match '^[a-z]+$'                               | ["name"]        | ["properties","name","pattern"]
            {filter: r, name: abcdefg}        | 'abcdefg' is too long                                         | ["name"]        | ["properties","name","maxLength"]
            {filter: r, x: 1, y: 2}           | Additional properties are not allowed ('x', 'y' were unexpected) | []           | ["additionalProperties"]
            {filter: r, track: {rate: a, z: 1}}    | Additional properties are not allowed ('z' was unexpected)    | ["track"]       | ["properties","track","additionalProperties"]
            {filter: r, steps: [{}, {wait: no}]} | False is not of type 'number'                              | ["steps",1,"wait"] | ["properties","steps","items","properties","wait","type"]
            {filter: z, count: a}             | 'a' is not of type 'integer'                                  | ["count"]       | ["properties","count","type"]
            [1, two]                          | [1, 'two'] is not a dict                                      | []              | []
            just text                         | 'just text' is not a dict                                     | []              | []
            """)
    void saysWhatTheSchemaDoesNotAllow(String configuration, String message, String path, String schemaPath) {
        ConfigCheck.Outcome outcome = ConfigCheck.check(configuration, SCHEMA);

        assertThat(outcome).isInstanceOf(ConfigCheck.Outcome.Invalid.class);
        ConfigCheck.Outcome.Invalid invalid = (ConfigCheck.Outcome.Invalid) outcome;
        assertThat(invalid.message()).isEqualTo(message);
        assertThat(invalid.path()).hasToString(path);
        assertThat(invalid.schemaPath()).hasToString(schemaPath);
    }

    /** The value stands at {@code v} of the configuration, so that its path shows. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {minItems: 2}                                  | [1]      | [1] is too short
            {minItems: 1}                                  | []       | [] should be non-empty
            {maxItems: 0}                                  | [1]      | [1] is expected to be empty
            {minLength: 1}                                 | ""       | '' should be non-empty
            {minProperties: 1}                             | {}       | {} should be non-empty
            {uniqueItems: true}                            | [1, 1]   | [1, 1] has non-unique elements
            {const: 3}                                     | 4        | 3 was expected
            {exclusiveMinimum: 3}                          | 3        | 3 is less than or equal to the minimum of 3
            {exclusiveMaximum: 3}                          | 3        | 3 is greater than or equal to the maximum of 3
            {minimum: 3}                                   | 2.5      | 2.5 is less than the minimum of 3
            {multipleOf: 2}                                | 3        | 3 is not a multiple of 2
            {anyOf: [{type: string}, {type: "null"}]}      | 3        | 3 is not valid under any of the given schemas
            {anyOf: [{properties: {a: {type: string}}}]}   | {a: 1}   | {'a': 1} is not valid under any of the given schemas
            {oneOf: [{type: string}]}                      | 3        | 3 is not valid under any of the given schemas
            {oneOf: [{type: number}, {type: integer}]}     | 3        | 3 is valid under each of {'type': 'integer'}, {'type': 'number'}
            {not: {type: integer}}                         | 3        | 3 should not be valid under {'type': 'integer'}
            {type: [string, "null"]}                       | 3        | 3 is not of type 'string', 'null'
            {contains: {type: string}}                     | [1]      | None of [1] are valid under the given schema
            {dependencies: {a: [b]}}                       | {a: 1}   | 'b' is a dependency of 'a'
            {items: [{type: string}], additionalItems: false} | [a, 1] | Additional items are not allowed (1 was unexpected)
            {type: number}                                 | {a: it's, b: [null, 1.0, 1.0e+20, 1.0e-7, 123456789.5]} | {'a': "it's", 'b': [None, 1.0, 1e+20, 1e-07, 123456789.5]} is not of type 'number'
            """)
    void speaksAsPythonDoes(String rule, String value, String message) {
        ConfigCheck.Outcome outcome = ConfigCheck.check("v: " + value, "properties:\n  v: " + rule);

        assertThat(outcome).isInstanceOf(ConfigCheck.Outcome.Invalid.class);
        assertThat(((ConfigCheck.Outcome.Invalid) outcome).message()).isEqualTo(message);
        assertThat(((ConfigCheck.Outcome.Invalid) outcome).path()).hasToString("[\"v\"]");
    }

    @Test
    void saysWhereTheYamlBreaks() {
        YamlText.Outcome.Broken broken = broken("a: 1\nb: [1, 2\nc: 3");

        assertThat(broken.context()).isEqualTo("while parsing a flow sequence");
        assertThat(broken.problem()).startsWith("expected ',' or ']'");
        assertThat(broken.line()).isEqualTo(2);
        assertThat(broken.column()).isEqualTo(1);
        assertThat(broken.index()).isEqualTo(15);
    }

    @Test
    void makesNoObjectsOfTags() {
        assertThat(broken("a: !!java.util.Random []").problem()).contains("java.util.Random");
        assertThat(broken("a: !!python/object:os.system x").problem()).contains("os.system");
    }

    @Test
    void refusesTextsThatGrowWithoutBounds() {
        StringBuilder doubling = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i <= 24; i++) {
            doubling.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(broken(doubling.toString()).problem()).isEqualTo("more than 200000 values");
        assertThat(broken("a: &a [*a]").problem()).isEqualTo("nested more than 100 deep");
        assertThat(broken("[".repeat(2000)).problem()).containsIgnoringCase("depth");
        assertThat(broken("a: " + "x".repeat(YamlText.MOST_CHARACTERS)).problem())
                .contains("limit");
    }

    @Test
    void refusesSchemasThatAreNone() {
        for (String schema : new String[] {
            "",
            "7",
            "[",
            "{type: nonsense}",
            "{properties: 3}",
            "{$ref: 'http://127.0.0.1:9/x.json'}",
            "{$ref: '#/definitions/none'}",
            "{properties: {a: {pattern: '('}}}"
        }) {
            assertThat(ConfigCheck.check("a: b", schema)).as(schema).isInstanceOf(ConfigCheck.Outcome.BadSchema.class);
        }
    }

    @Test
    void givesUpOnPatternsThatTakeForEver() {
        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(ConfigCheck.check(
                                "a: " + "a".repeat(100), "{properties: {a: {pattern: '" + "(.*)".repeat(8) + "z'}}}"))
                        .isInstanceOf(ConfigCheck.Outcome.BadSchema.class));
    }

    @Test
    void endsAtSchemasThatReferToThemselves() {
        String circle =
                "{definitions: {a: {$ref: '#/definitions/b'}, b: {$ref: '#/definitions/a'}}, properties: {x: {$ref: '#/definitions/a'}}}";
        String tree = "{properties: {left: {$ref: '#'}, v: {default: 1}}}";

        assertThat(ConfigCheck.check("x: 1", circle)).isInstanceOf(ConfigCheck.Outcome.BadSchema.class);
        assertThat(((ConfigCheck.Outcome.Valid) ConfigCheck.check("left: {left: {}}", tree))
                        .configuration()
                        .toString())
                .startsWith("{\"left\":{\"left\":{");
    }

    private static String valid(String configuration) {
        ConfigCheck.Outcome outcome = ConfigCheck.check(configuration, SCHEMA);
        assertThat(outcome).isInstanceOf(ConfigCheck.Outcome.Valid.class);
        return ((ConfigCheck.Outcome.Valid) outcome).configuration().toString();
    }

    private static YamlText.Outcome.Broken broken(String configuration) {
        ConfigCheck.Outcome outcome = ConfigCheck.check(configuration, SCHEMA);
        assertThat(outcome).isInstanceOf(ConfigCheck.Outcome.NoYaml.class);
        return ((ConfigCheck.Outcome.NoYaml) outcome).error();
    }
}
