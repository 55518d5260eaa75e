package io.firstlight.webedge.history;

import io.firstlight.schemas.topic.Topic;

/** One partition of a topic. */
record PartitionLog(Topic topic, int partition) {}
