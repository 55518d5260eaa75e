package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.standalone.demo.sal.Declaration;
import io.firstlight.standalone.demo.sal.Field;
import io.firstlight.standalone.demo.sal.SalTopic;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** What the components send and understand, in the shapes of the commander's {@code /salinfo}; made of their declarations. Immutable. */
final class SalInfo {

    private static final List<String> CATEGORIES = List.of("event", "telemetry", "command");

    private final List<Declaration> declarations;
    private final String version;

    SalInfo(List<Declaration> declarations, String version) {
        this.declarations = List.copyOf(declarations);
        this.version = version;
    }

    /** Of each component {@code sal_version} and {@code xml_version}. */
    JsonNode metadata() {
        ObjectNode all = object();
        for (Declaration declaration : declarations) {
            all.putObject(declaration.component().csc())
                    .put("sal_version", version)
                    .put("xml_version", "demo");
        }
        return all;
    }

    /**
     * The names of topics.
     *
     * @param categories some of {@code event}, {@code telemetry}, {@code command}, with {@code -} between; all if absent or empty
     */
    JsonNode topicNames(@Nullable String categories) {
        ObjectNode all = object();
        for (Declaration declaration : declarations) {
            ObjectNode component = all.putObject(declaration.component().csc());
            for (String category : wanted(categories)) {
                ArrayNode names = component.putArray(category + "_names");
                topics(declaration, category).forEach(topic -> names.add(wireName(category, topic)));
            }
        }
        return all;
    }

    /** The fields of topics; without the private ones. Categories as of {@link #topicNames}. */
    JsonNode topicData(@Nullable String categories) {
        ObjectNode all = object();
        for (Declaration declaration : declarations) {
            ObjectNode component = all.putObject(declaration.component().csc());
            for (String category : wanted(categories)) {
                ObjectNode topics = component.putObject(category + "_data");
                for (SalTopic topic : topics(declaration, category)) {
                    ObjectNode fields = topics.putObject(wireName(category, topic));
                    topic.fields().forEach(field -> describe(fields, field));
                }
            }
        }
        return all;
    }

    private static void describe(ObjectNode fields, Field field) {
        fields.putObject(field.name())
                .put("name", field.name())
                .put("description", field.description())
                .put("units", field.units())
                .put("type_name", field.type().salName())
                .put("count", field.count());
    }

    private static List<String> wanted(@Nullable String categories) {
        if (categories == null || categories.isEmpty()) {
            return CATEGORIES;
        }
        Set<String> words = Set.of(categories.split("-", -1));
        return CATEGORIES.stream().filter(words::contains).toList();
    }

    private static List<SalTopic> topics(Declaration declaration, String category) {
        return switch (category) {
            case "event" -> declaration.events();
            case "telemetry" -> declaration.telemetry();
            default -> declaration.commands();
        };
    }

    private static String wireName(String category, SalTopic topic) {
        return category.equals("command") ? "cmd_" + topic.name() : topic.name();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
