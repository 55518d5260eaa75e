package io.firstlight.archive.sink;

import org.apache.kafka.common.Uuid;

import java.util.Collection;
import java.util.Map;

/** Asks the cluster which topic a name means now. */
@FunctionalInterface
interface TopicIds {

    /**
     * The ids of the topics of these names; those that do not exist are absent.
     *
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer in time
     */
    Map<String, Uuid> of(Collection<String> names) throws InterruptedException;
}
