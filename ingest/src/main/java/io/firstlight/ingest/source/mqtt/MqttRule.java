package io.firstlight.ingest.source.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import io.firstlight.ingest.source.rule.Declaration;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What becomes of the messages of some topics. Immutable.
 *
 * @param filter which topics, with MQTT's {@code +} and {@code #}
 * @param category telemetry or event
 * @param csc the component's name
 * @param salindex its instance
 * @param stream the stream
 * @param units by field
 * @param illegal what stands for characters that names may not have; null refuses such messages, so that no two sources become one unseen
 */
record MqttRule(
        MqttTopicFilter filter,
        Category category,
        Template csc,
        Template salindex,
        Template stream,
        Map<String, String> units,
        @Nullable String illegal) {

    private static final Set<String> KEYS =
            Set.of("topic", "category", "csc", "salindex", "stream", "units", "illegal_as");
    private static final Pattern ILLEGAL = Pattern.compile("[^A-Za-z0-9_.-]");

    MqttRule {
        units = Map.copyOf(units);
    }

    static MqttRule of(Declaration declared) {
        declared.allow(KEYS);
        MqttTopicFilter filter;
        try {
            filter = MqttTopicFilter.of(declared.text("topic"));
        } catch (IllegalArgumentException e) {
            throw declared.wrong("topic", "is no topic filter of MQTT: " + e.getMessage());
        }
        if (filter.isShared()) {
            throw declared.wrong("topic", "must not be a shared subscription");
        }
        String illegal = declared.has("illegal_as") ? declared.text("illegal_as") : null;
        if (illegal != null && (illegal.length() != 1 || !Names.isLegal(illegal))) {
            throw declared.wrong("illegal_as", "must be one character that names may have");
        }
        return new MqttRule(
                filter,
                declared.category(),
                template(declared, "csc", null, filter),
                template(declared, "salindex", "0", filter),
                template(declared, "stream", null, filter),
                declared.texts("units"),
                illegal);
    }

    private static Template template(
            Declaration declared, String key, @Nullable String absent, MqttTopicFilter filter) {
        Template template = new Template(absent == null ? declared.text(key) : declared.textOrNumber(key, absent));
        if (template.isMalformed()) {
            throw declared.wrong(key, "has braces that are no {1} or {1-}");
        }
        int levels = filter.getLevels().size();
        if (template.highestLevel() > levels) {
            throw declared.wrong(key, "refers to level " + template.highestLevel() + ", but topic has " + levels);
        }
        if (template.highestLevel() == 0 && !(key.equals("salindex") || Names.isLegal(template.text()))) {
            throw declared.wrong(key, "is no legal name");
        }
        if (template.highestLevel() == 0
                && key.equals("salindex")
                && Component.parseIndex(template.text()).isEmpty()) {
            throw declared.wrong(key, "is no whole number");
        }
        return template;
    }

    /** The component of a topic; null if its name or number would be illegal. */
    @Nullable
    Component component(List<String> levels) {
        String name = name(csc, levels);
        OptionalInt index = Component.parseIndex(salindex.fill(levels));
        return Names.isLegal(name) && index.isPresent() ? new Component(name, index.getAsInt()) : null;
    }

    /** The name that a template gives for a topic; perhaps illegal. */
    String name(Template template, List<String> levels) {
        String name = template.fill(levels);
        return illegal == null ? name : ILLEGAL.matcher(name).replaceAll(illegal);
    }
}
