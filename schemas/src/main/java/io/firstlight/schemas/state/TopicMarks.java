package io.firstlight.schemas.state;

import io.firstlight.schemas.topic.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which topics, told apart by their ids, the router's committed offsets and its memory belong to: a topic that was deleted and made again
 * has the name of its predecessor, and a router that ran meanwhile may have committed offsets in it that mean the predecessor's records.
 *
 * <p>They are kept as the metadata of one committed offset, of partition 0 of the router's strays topic in the group
 * {@code <application id>-topics}. So they outlive every other topic, need no topic of their own, and expire with the router's own
 * offsets. Text form: {@code suffix=id:partitions} for each topic, separated by spaces. Immutable.
 *
 * @param marks the topics by what they are
 */
public record TopicMarks(Map<Topic, Mark> marks) {

    private static final Pattern FORM = Pattern.compile("([a-z_]+)=([A-Za-z0-9_-]{22}):(\\d{1,9})(?= |$)");

    /**
     * One topic.
     *
     * @param topicId its id
     * @param partitions how many partitions it had when it was marked
     */
    public record Mark(Uuid topicId, int partitions) {}

    public TopicMarks {
        marks = Collections.unmodifiableMap(new EnumMap<>(marks));
    }

    /** The mark of that topic; null if there is none. */
    public @Nullable Mark of(Topic topic) {
        return marks.get(topic);
    }

    /**
     * Asks the cluster. Empty if no router has marked its topics in the time that the cluster keeps unused offsets.
     *
     * @throws KafkaException if the cluster refuses or does not answer
     */
    public static Optional<TopicMarks> read(Admin admin, String applicationId) throws InterruptedException {
        try {
            OffsetAndMetadata committed = await(
                            admin.listConsumerGroupOffsets(group(applicationId)).partitionsToOffsetAndMetadata())
                    .get(place(applicationId));
            return committed == null ? Optional.empty() : Optional.of(parse(committed.metadata()));
        } catch (GroupIdNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Keeps them in place of those before. The strays topic must exist. */
    public void write(Admin admin, String applicationId) throws InterruptedException {
        await(admin.alterConsumerGroupOffsets(
                        group(applicationId), Map.of(place(applicationId), new OffsetAndMetadata(0, text())))
                .all());
    }

    String text() {
        return marks.entrySet().stream()
                .map(entry -> entry.getKey().suffix()
                        + '='
                        + entry.getValue().topicId()
                        + ':'
                        + entry.getValue().partitions())
                .collect(Collectors.joining(" "));
    }

    /** Reads what {@link #text} wrote; what is not of that form is left out, and then counts as not marked. */
    static TopicMarks parse(String text) {
        Map<Topic, Mark> marks = new EnumMap<>(Topic.class);
        Matcher matcher = FORM.matcher(text);
        while (matcher.find()) {
            Mark mark = new Mark(Uuid.fromString(matcher.group(2)), Integer.parseInt(matcher.group(3)));
            Stream.of(Topic.values())
                    .filter(topic -> topic.suffix().equals(matcher.group(1)))
                    .forEach(topic -> marks.put(topic, mark));
        }
        return new TopicMarks(marks);
    }

    private static String group(String applicationId) {
        return applicationId + "-topics";
    }

    private static TopicPartition place(String applicationId) {
        return new TopicPartition(RouterContract.straysTopic(applicationId), 0);
    }

    private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
