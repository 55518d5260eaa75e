/**
 * The latest value of every address, in the compacted state topic.
 *
 * <pre>
 * category topics --&gt; records --&gt; state topic
 *                       |  ^         (tombstones for null payloads)
 *                       |  +---- strays topic
 *                       +------&gt; strays topic, quarantine
 * </pre>
 *
 * <p>{@link io.firstlight.router.latest.LatestTopology} is the entry; {@link io.firstlight.router.latest.LatestCore} decides, without
 * Kafka Streams and without a thread. One task reads partition <i>n</i> of every category topic, splits
 * each record into its streams, and writes an entry for each stream unless a later one is in already. All streams of a component have
 * one home: the task of the partition that Kafka's default partitioner gives to the key {@code csc:salindex}. A record that came through
 * another partition (a <dfn>stray</dfn>: a producer with another partitioner or without a key) goes over the strays topic to the task at
 * home, so that one task alone decides about an address, whatever way its records come.
 *
 * <p><b>Why exactly once (Kafka transactions).</b> The store that remembers which record each entry was made from, the entries, and the
 * committed offsets are three topics. With at-least-once a crash may leave the store's changelog ahead of the state topic: after the
 * restart the record would be taken for included, and the entry be missing for ever. And an instance that was only thought dead could
 * still write older entries over its successor's. In one fenced transaction neither happens. Readers of the state must therefore read
 * committed records only. The price is a delay of one commit interval, which no live reader feels, for they read the category topics.
 *
 * <p><b>The store</b> is in memory: about 170 bytes for an address, restored from its compacted changelog in seconds for a million
 * addresses. RocksDB would start no sooner after a crash (with transactions it is wiped and restored too) and cost native memory and
 * disk. It holds where each entry came from, 36 bytes, not the value. Deleted addresses stay in it, so that no late record revives them.
 *
 * <p>Everything here runs on the stream threads, one task on one thread at a time.
 */
package io.firstlight.router.latest;
