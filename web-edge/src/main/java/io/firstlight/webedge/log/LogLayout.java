package io.firstlight.webedge.log;

import io.firstlight.schemas.topic.Topic;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The topics that an edge reads, as they are on the cluster: what positions refer to. Immutable.
 *
 * @param topics every topic that edges read
 */
public record LogLayout(Map<Topic, TopicLayout> topics) {

    public LogLayout {
        topics = Map.copyOf(topics);
    }

    /** The topics that edges read. */
    public Set<Topic> names() {
        return topics.keySet();
    }

    /** That topic's layout. */
    public TopicLayout of(Topic topic) {
        return Objects.requireNonNull(topics.get(topic), () -> "edges do not read " + topic);
    }
}
