/**
 * Who has fallen silent, said as events.
 *
 * <pre>
 * category topics --&gt; records --&gt; event topic, stream {@code liveness} of the component
 *                       |  ^
 *                       |  +---- strays topic
 *                       +------&gt; strays topic
 * </pre>
 *
 * <p>{@link io.firstlight.router.liveness.LivenessTopology} is the entry; {@link io.firstlight.router.liveness.LivenessCore} learns and
 * judges, without Kafka Streams, clock or thread. {@link io.firstlight.router.liveness.Signs} reads from a record whose signs of life it
 * holds. A component's cadence is that of its streams: each stream whose records come regularly has one ({@code Cadence}); any record is
 * a sign of life. All signs of a component go to one task, at home in the partition that the telemetry topic gives it; what comes through
 * another partition takes one more step over the strays topic.
 *
 * <p><b>Silence is counted in time listened</b> ({@code ListeningClock}), not by the wall clock: while the brokers do not answer fetches, or
 * the process stands still, nobody grows older. After a break of some seconds everybody gets a full cadence again.
 *
 * <p><b>Why at least once.</b> An event that is said twice does no harm. A transaction would put markers into the event topic and hold back its
 * readers until they commit.
 *
 * <p>Everything here runs on the stream threads, one task on one thread at a time. It answers no queries.
 */
package io.firstlight.router.liveness;
