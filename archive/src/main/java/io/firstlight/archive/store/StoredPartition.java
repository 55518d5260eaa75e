package io.firstlight.archive.store;

/**
 * How far a partition is stored, as the database says.
 *
 * @param topicNumber the short name that rows use for the topic's id; column {@code archive.topic.number}
 * @param partition the partition's number
 * @param nextOffset the offset of the first record not yet stored
 */
public record StoredPartition(int topicNumber, int partition, long nextOffset) {

    /** The same partition, stored up to another offset. */
    public StoredPartition at(long offset) {
        return new StoredPartition(topicNumber, partition, offset);
    }
}
