package io.firstlight.ingest.source.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import io.firstlight.ingest.source.FakeSender;
import io.firstlight.ingest.source.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class MqttRulesTest {

    @TempDir
    private Path directory;

    private MqttConfig config(String rules) throws IOException {
        Path file = Files.writeString(directory.resolve("rules.json"), rules.replace('\'', '"'));
        return MqttConfig.from(Map.of(MqttConfig.RULES, file.toString()));
    }

    private String translated(String rule, String topic, byte[] payload) throws IOException {
        MqttRules rules = new MqttRules(config("{'rules': [{" + rule + "}]}").rules());
        return switch (rules.translate(MqttTopic.of(topic), payload)) {
            case Translation.Translated translated -> FakeSender.text(translated.message());
            case Translation.Refused refused -> refused.reason() + " " + refused.what();
        };
    }

    private String translated(String rule, String topic, String payload) throws IOException {
        return translated(rule, topic, payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "site/2/weather/roof         | telemetry Weather:2 {\"roof\":",
                "site/2/weather/roof/north   | telemetry Weather:2 {\"roof.north\":",
                "site/two/weather/roof       | ILLEGAL_NAME topic 'site/two/weather/roof'",
                "site/2/weather/the roof     | ILLEGAL_NAME topic 'site/2/weather/the roof'",
                "site/2/weather              | ILLEGAL_NAME topic 'site/2/weather'",
                "elsewhere                   | NO_RULE topic 'elsewhere'"
            })
    void levelsOfTheTopicBecomeTheAddress(String topic, String expected) throws IOException {
        assertThat(translated(
                        "'topic': 'site/+/weather/#', 'csc': 'Weather', 'salindex': '{2}', 'stream': '{4-}'",
                        topic, "1"))
                .startsWith(expected);
    }

    @Test
    void illegalCharactersBecomeLegalOnlyWhereTheRuleSaysSo() throws IOException {
        assertThat(translated(
                        "'topic': '#', 'csc': '{1}', 'stream': 'state', 'category': 'event', 'illegal_as': '_'",
                        "AA:BB é", "on"))
                .isEqualTo("event AA_BB__:0 {\"state\":[{\"value\":{\"value\":\"on\",\"dataType\":\"String\","
                        + "\"units\":\"unitless\"}}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "21.5           | \"value\":{\"value\":21.5,\"dataType\":\"Float\",\"units\":\"degC\"}",
                "-3             | \"value\":{\"value\":-3,\"dataType\":\"Int\",\"units\":\"degC\"}",
                "NaN            | \"value\":{\"value\":{\"$float\":\"NaN\"},\"dataType\":\"Float\",\"units\":\"degC\"}",
                "007            | \"value\":{\"value\":\"007\",\"dataType\":\"String\",\"units\":\"unitless\"}",
                "true           | \"value\":{\"value\":true,\"dataType\":\"Int\",\"units\":\"unitless\"}",
                "ON             | \"value\":{\"value\":\"ON\",\"dataType\":\"String\",\"units\":\"unitless\"}",
                "'ON'           | \"value\":{\"value\":\"ON\",\"dataType\":\"String\",\"units\":\"unitless\"}",
                "[1, 2.5]       | \"value\":{\"value\":[1.0,2.5],\"dataType\":\"Array<Float>\",\"units\":\"degC\"}",
                "{'a': 1, 'b': {'c': NaN, 'd': null}} |"
                        + " \"a\":{\"value\":1,\"dataType\":\"Int\",\"units\":\"unitless\"},"
                        + "\"b.c\":{\"value\":{\"$float\":\"NaN\"},\"dataType\":\"Float\",\"units\":\"m/s\"}",
                "{'a': ['x', 'y'], 'b': [1, 'z']}    |"
                        + " \"a\":{\"value\":[\"x\",\"y\"],\"dataType\":\"Array<String>\",\"units\":\"unitless\"},"
                        + "\"b\":[1,\"z\"]"
            })
    void payloadsBecomeTypedFields(String payload, String fields) throws IOException {
        assertThat(translated(
                        "'topic': 't', 'csc': 'Lab', 'stream': 's', 'units': {'value': 'degC', 'b.c': 'm/s'}",
                        "t",
                        payload))
                .isEqualTo("telemetry Lab:0 {\"s\":{" + fields + "}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'a': 1                   | MALFORMED a payload of topic 't', it is not JSON",
                "{'a': 1, 'a': 2}          | MALFORMED",
                "{'a.b': 1, 'a': {'b': 2}} | MALFORMED a payload of topic 't', 'a.b' is there twice",
                "{'a': '\\u0000'}          | MALFORMED a payload of topic 't', 'a' has a U+0000 in it",
                "[1,                       | MALFORMED",
                "{}                        | NO_FIELDS a payload of topic 't'",
                "{'a': null}               | NO_FIELDS",
                "null                      | NO_FIELDS",
                "~ ~                       | NO_FIELDS"
            })
    void badPayloadsAreRefusedWithTheReason(String payload, String expected) throws IOException {
        assertThat(translated("'topic': 't', 'csc': 'Lab', 'stream': 's'", "t", payload))
                .startsWith(expected);
        assertThat(translated("'topic': 't', 'csc': 'Lab', 'stream': 's'", "t", new byte[] {(byte) 0xFF}))
                .isEqualTo("MALFORMED a payload of topic 't', it is not UTF-8");
    }

    @Test
    void theFirstRuleThatFitsHolds() throws IOException {
        MqttRules rules = new MqttRules(config("{'rules': [{'topic': 'a/b', 'csc': 'First', 'stream': 's'},"
                        + " {'topic': 'a/+', 'csc': 'Second', 'stream': 's'}]}")
                .rules());
        assertThat(rules.translate(MqttTopic.of("a/b"), new byte[] {'1'}))
                .isInstanceOfSatisfying(
                        Translation.Translated.class,
                        translated -> assertThat(
                                        translated.message().component().csc())
                                .isEqualTo("First"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'csc': 'Lab', 'stream': 's'                       | rules 1 '': topic is missing",
                "'topic': 'a/#/b', 'csc': 'Lab', 'stream': 's'     | rules 1 'a/#/b': topic=a/#/b is no topic filter",
                "'topic': '$share/g/a', 'csc': 'Lab', 'stream': 's' | must not be a shared subscription",
                "'topic': 'a', 'stream': 's'                       | rules 1 'a': csc is missing",
                "'topic': 'a', 'csc': 'a b', 'stream': 's'         | rules 1 'a': csc=a b is no legal name",
                "'topic': 'a', 'csc': '{2}', 'stream': 's'         | csc={2} refers to level 2, but topic has 1",
                "'topic': 'a', 'csc': '{x}', 'stream': 's'         | csc={x} has braces that are no {1} or {1-}",
                "'topic': 'a', 'csc': 'Lab', 'stream': 's', 'salindex': '01' | salindex=01 is no whole number",
                "'topic': 'a', 'csc': 'Lab', 'stream': 's', 'category': 'ack' | category=ack must be one of telemetry, event",
                "'topic': 'a', 'csc': 'Lab', 'stream': 's', 'unit': {} | rules 1 'a': unit is no key here; there is category, csc",
                "'topic': 'a', 'csc': 'Lab', 'stream': 's', 'units': {'a': 1} | units must be an object of texts, which 'a' is not",
                "'topic': 'a', 'csc': 'Lab', 'stream': 's', 'illegal_as': '__' | illegal_as=__ must be one character"
            })
    void aWrongRuleIsNamedWithItsPlace(String rule, String expected) {
        assertThatThrownBy(() -> config("{'rules': [{" + rule + "}]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("FIRSTLIGHT_MQTT_RULES=" + directory)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]                | the file is not {\"rules\": [...]}",
                "{'rules': []}     | rules has 0 entries",
                "{'rules': [1]}    | rules 1 '' is no object",
                "{'rules': [       | the file is no JSON"
            })
    void aFileThatIsNoneIsRefused(String file, String expected) {
        assertThatThrownBy(() -> config(file)).hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_MQTT_BROKER,localhost:1883,is not of the form mqtt://",
        "FIRSTLIGHT_MQTT_BROKER,mqtt://user:secret@host,is not of the form mqtt://",
        "FIRSTLIGHT_MQTT_BROKER,mqtt://host/path,is not of the form mqtt://",
        "FIRSTLIGHT_MQTT_IN_FLIGHT,0,FIRSTLIGHT_MQTT_IN_FLIGHT=0 must be a whole number from 1",
        "FIRSTLIGHT_MQTT_SESSION_EXPIRY_S,soon,FIRSTLIGHT_MQTT_SESSION_EXPIRY_S=soon must be",
        "FIRSTLIGHT_MQTT_TRUSTED,no/such.pem,FIRSTLIGHT_MQTT_TRUSTED=no/such.pem is no file of PEM",
        "FIRSTLIGHT_MQTT_PASSWORD,secret,FIRSTLIGHT_MQTT_USER is missing"
    })
    void aWrongSettingIsNamed(String key, String value, String expected) throws IOException {
        Path file = Files.writeString(
                directory.resolve("rules.json"),
                "{\"rules\": [{\"topic\": \"t\", \"csc\": \"A\", \"stream\": \"s\"}]}");
        assertThatThrownBy(() -> MqttConfig.from(Map.of(MqttConfig.RULES, file.toString(), key, value)))
                .hasMessageContaining(expected)
                .hasMessageNotContaining("secret");
    }
}
