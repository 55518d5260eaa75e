package io.firstlight.schemas.state;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicPlan;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What readers of the state topic must know of the router that writes it: its names, and what it makes of which record.
 *
 * <p>The state holds telemetry, events, acknowledgements, logs and heartbeats. Commands and requests for initial state are not state:
 * each is a wish of one moment, and a late joiner must not be given the last one as if it still stood.
 *
 * <p>A stream whose payload is JSON {@code null} deletes its address: the state gets a tombstone, a record without value whose header
 * {@value SourceOffset#HEADER} says by which record.
 *
 * <p><b>Which record wins.</b> Of two records of one address that came through the same topic and partition, the later offset. Of two
 * that came through different partitions (producers with another partitioner, or partitions added later), the later time stamp, and if
 * these are equal, the one that the router met last. Who reads on from the state applies the same rule, {@link #supersedes}.
 *
 * <p>A topic that was deleted and made again is another topic, told by its id. Whatever the present one holds wins over what came from a
 * former one of the same name, whatever the offsets and times: its offsets begin anew, and its records were written later. What the former
 * one left in the state stays until then.
 */
public final class RouterContract {

    /** Key of the Streams application id and consumer group; several routers with one id share the work. */
    public static final String APPLICATION_ID_KEY = "FIRSTLIGHT_ROUTER_APPLICATION_ID";

    private static final List<Category> CATEGORIES =
            List.of(Category.TELEMETRY, Category.EVENT, Category.ACK, Category.LOG, Category.HEARTBEAT);
    // What Kafka allows in topic names: the id begins the names of the router's own topics.
    private static final Pattern LEGAL_ID = Pattern.compile("[A-Za-z0-9._-]{1,150}");

    private RouterContract() {}

    /** The categories that the state holds. */
    public static List<Category> categories() {
        return CATEGORIES;
    }

    /** The topics that the router makes the state from. */
    public static List<Topic> sources() {
        return CATEGORIES.stream().map(Category::topic).toList();
    }

    /**
     * The application id: as configured, else the topics' prefix and {@code router}, by default {@code firstlight-router}. It follows the
     * prefix so that two layouts on one cluster do not share a router.
     *
     * @throws IllegalArgumentException if the configured one has illegal characters; the message names the key
     */
    public static String applicationId(Map<String, String> configuration, TopicPlan plan) {
        String id = configuration.get(APPLICATION_ID_KEY);
        if (id == null) {
            return defaultApplicationId(plan);
        }
        if (!LEGAL_ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    APPLICATION_ID_KEY + "=" + id + " must be 1 to 150 ASCII letters, digits, '.', '_' and '-'");
        }
        return id;
    }

    private static String defaultApplicationId(TopicPlan plan) {
        String prefix = plan.prefix().replaceFirst("[._-]+$", "");
        return prefix.isEmpty() ? "router" : prefix + "-router";
    }

    /** The router's own topic for records that came through another partition than the component's. */
    public static String straysTopic(String applicationId) {
        return applicationId + "-strays";
    }

    /**
     * Whether a record replaces what an entry holds, by the rule above. Where an id is unknown: a record without one is taken for one of the
     * topic that the entry came from, and an entry without one (written before there were ids) gives way to a record with one.
     *
     * @param record where the record lies, in the topic that has that name now
     * @param held where the entry came from
     */
    public static boolean supersedes(SourceOffset record, long recordTimeMs, SourceOffset held, long heldTimeMs) {
        if (!record.topic().equals(held.topic())) {
            return recordTimeMs >= heldTimeMs;
        }
        if (record.topicId() != null && !record.topicId().equals(held.topicId())) {
            return true;
        }
        return record.partition() == held.partition() ? record.offset() > held.offset() : recordTimeMs >= heldTimeMs;
    }
}
