package io.firstlight.schemas.address;

import io.firstlight.schemas.topic.Topic;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kind of a message. Each category has one topic; LOVE has its own word for two of them. */
public enum Category {
    TELEMETRY("telemetry", "telemetry", Topic.TELEMETRY),
    EVENT("event", "event", Topic.EVENT),
    ACK("ack", "ack", Topic.ACK),
    COMMAND("command", "cmd", Topic.COMMAND),
    LOG("log", "love_csc", Topic.LOG),
    HEARTBEAT("heartbeat", "heartbeat", Topic.HEARTBEAT),
    INITIAL_STATE("initial_state", "initial_state", Topic.INITIAL_STATE);

    private static final Map<String, Category> BY_NAME = index(Category::wireName);
    private static final Map<String, Category> BY_LOVE_NAME = index(Category::loveName);

    private final String wireName;
    private final String loveName;
    private final Topic topic;

    Category(String wireName, String loveName, Topic topic) {
        this.wireName = wireName;
        this.loveName = loveName;
        this.topic = topic;
    }

    /** The word in records, state keys and our own interfaces. */
    public String wireName() {
        return wireName;
    }

    /** The word in LOVE's protocol: {@code cmd} for commands, {@code love_csc} for logs, else the same. */
    public String loveName() {
        return loveName;
    }

    /** The topic that carries this category. */
    public Topic topic() {
        return topic;
    }

    /** The category of that {@link #wireName}. */
    public static Optional<Category> ofWireName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The category of that {@link #loveName}. */
    public static Optional<Category> ofLoveName(String name) {
        return Optional.ofNullable(BY_LOVE_NAME.get(name));
    }

    private static Map<String, Category> index(Function<Category, String> name) {
        return Stream.of(values()).collect(Collectors.toUnmodifiableMap(name, Function.identity()));
    }
}
