package io.firstlight.webedge.log;

import io.firstlight.schemas.position.PositionEncoder;
import io.firstlight.schemas.position.PositionEncoder.CoveredTopic;
import io.firstlight.schemas.topic.Topic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the tokens that clients are told of frontiers in one layout of the log. Not thread-safe. */
public final class FrontierTokens {

    private final LogLayout layout;
    private final Map<Set<Topic>, Encoding> encodings = new HashMap<>();

    private record Encoding(List<Topic> topics, PositionEncoder encoder) {}

    /** Tokens for that layout. */
    public FrontierTokens(LogLayout layout) {
        this.layout = layout;
    }

    /** The token of a frontier. */
    public String of(Frontier frontier) {
        Encoding encoding = encodings.get(frontier.topics());
        if (encoding == null) {
            List<Topic> topics = List.copyOf(frontier.topics());
            encoding = new Encoding(
                    topics,
                    new PositionEncoder(topics.stream()
                            .map(layout::of)
                            .map(topic -> new CoveredTopic(topic.id(), topic.partitions()))
                            .toList()));
            encodings.put(Set.copyOf(topics), encoding);
        }
        List<Topic> topics = encoding.topics();
        return encoding.encoder().encode((topic, partition) -> frontier.next(topics.get(topic), partition));
    }
}
