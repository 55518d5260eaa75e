package io.firstlight.ingest.source.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import io.firstlight.ingest.field.JsonFields;
import io.firstlight.ingest.field.ObjectFields;
import io.firstlight.ingest.field.TextFields;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageBuilder;
import io.firstlight.ingest.source.Refusal;
import io.firstlight.ingest.source.Translation;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * From a message of MQTT to one of ours, by the first rule whose topic it has.
 *
 * <p>A payload that is a JSON object has a field for each of its values, with dotted names for objects within it. Any other payload is one field,
 * {@value #VALUE}: a JSON value, or else text, taken for what it looks like. Immutable.
 */
final class MqttRules {

    /** The field of a payload that is no object. */
    static final String VALUE = "value";

    private final List<MqttRule> rules;

    MqttRules(List<MqttRule> rules) {
        this.rules = List.copyOf(rules);
    }

    Translation translate(MqttTopic topic, byte[] payload) {
        for (MqttRule rule : rules) {
            if (rule.filter().matches(topic)) {
                return translate(rule, topic, payload);
            }
        }
        return new Translation.Refused(Refusal.NO_RULE, "topic '" + topic + "'");
    }

    private static Translation translate(MqttRule rule, MqttTopic topic, byte[] payload) {
        List<String> levels = topic.getLevels();
        Component component = rule.component(levels);
        String stream = rule.name(rule.stream(), levels);
        if (component == null || !Names.isLegal(stream)) {
            return new Translation.Refused(Refusal.ILLEGAL_NAME, "topic '" + topic + "'");
        }
        MessageBuilder message = Message.of(rule.category(), component).stream(stream);
        try {
            return write(payload, rule, message)
                    ? new Translation.Translated(message.build())
                    : new Translation.Refused(Refusal.NO_FIELDS, "a payload of topic '" + topic + "'");
        } catch (IllegalArgumentException e) {
            return new Translation.Refused(Refusal.MALFORMED, "a payload of topic '" + topic + "', " + e.getMessage());
        }
    }

    private static boolean write(byte[] payload, MqttRule rule, MessageBuilder message) {
        if (!Json.isUtf8(payload)) {
            throw new IllegalArgumentException("it is not UTF-8");
        }
        String text = new String(payload, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return false;
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("it has a U+0000 in it");
        }
        String units = rule.units().getOrDefault(VALUE, MessageBuilder.UNITLESS);
        if (text.startsWith("{")) {
            ObjectFields fields = new ObjectFields(JsonFields.read(payload));
            fields.write(rule.units(), message);
            return !fields.isEmpty();
        }
        if (text.startsWith("[") || text.startsWith("\"")) {
            JsonNode value = JsonFields.read(payload);
            JsonFields.write(VALUE, value, units, message);
            return true;
        }
        TextFields.write(VALUE, text, units, message);
        return !text.equals("null");
    }
}
