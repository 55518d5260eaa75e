package io.firstlight.webedge.mapper;

import io.firstlight.schemas.setting.Setting;
import io.firstlight.schemas.topic.TopicPlan;
import org.jspecify.annotations.Nullable;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the REST mapper serves. Immutable.
 *
 * @param endpoints key {@code FIRSTLIGHT_MAPPER}: the JSON file that declares them, see {@code docs/protocols/mapper.md}; default none
 * @param replyPartition key {@code FIRSTLIGHT_REPLY_PARTITION}: the partition of the topic of replies that this edge reads, 0 to 9999; null, the
 *     default, for one chosen at random at each start. Edges may share one, at the price of reading each other's answers
 */
public record MapperConfig(
        List<Endpoint> endpoints, @Nullable Integer replyPartition) {

    static final String FILE = "FIRSTLIGHT_MAPPER";
    static final String REPLY_PARTITION = "FIRSTLIGHT_REPLY_PARTITION";

    private static final int MOST_PARTITION = 9_999;

    public MapperConfig {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Reads the keys named above, and the file; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key, and in the file the endpoint and its key
     */
    public static MapperConfig from(Map<String, String> settings) {
        String file = settings.getOrDefault(FILE, "").trim();
        return new MapperConfig(
                file.isEmpty() ? List.of() : endpoints(file, TopicPlan.from(settings)),
                settings.containsKey(REPLY_PARTITION)
                        ? Setting.number(settings, REPLY_PARTITION, 0, 0, MOST_PARTITION)
                        : null);
    }

    private static List<Endpoint> endpoints(String file, TopicPlan plan) {
        try {
            return new EndpointFile(plan).read(Path.of(file));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(FILE + "=" + file + " is no name of a file", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(FILE + "=" + file + ": " + e.getMessage(), e);
        }
    }
}
