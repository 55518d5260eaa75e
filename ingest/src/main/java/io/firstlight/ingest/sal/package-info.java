/**
 * SAL's topics read directly from Kafka: {@link io.firstlight.ingest.sal.SalFeed}, a {@link io.firstlight.ingest.component.Feed} without SAL, Python
 * or compiled schemas. What is on the wire, and what differs from salobj, is in {@code docs/protocols/sal.md}.
 *
 * <ul>
 *   <li>{@link io.firstlight.ingest.sal.SalReader} is the core without a thread: turn by turn it polls, and delivers records.
 *   <li>{@link io.firstlight.ingest.sal.TopicWatch} looks which topics there are ({@link io.firstlight.ingest.sal.TopicDirectory}) and decides from
 *       where each is read; {@link io.firstlight.ingest.sal.Readings} are the partitions that are read, and all that is told the consumer of them;
 *       a {@link io.firstlight.ingest.sal.PartitionReading} is how far one has come and what of its past is wanted.
 *   <li>{@link io.firstlight.ingest.sal.BrokerContact} is whether SAL's brokers answer.
 *   <li>{@link io.firstlight.ingest.sal.RecordPlan} is what is prepared once per schema, so that a record is a walk over its bytes: it is checked and
 *       its fields are found when it comes ({@link io.firstlight.ingest.sal.RecordFields}), and becomes JSON when somebody asks for it.
 *   <li>{@link io.firstlight.ingest.sal.Schemas} knows the plans by schema id and has those that are missing fetched from the
 *       {@link io.firstlight.ingest.sal.SchemaRegistry}.
 * </ul>
 *
 * <p>One thread walks here, the feed's. It writes nothing, neither to SAL nor to the registry.
 */
@NullMarked
package io.firstlight.ingest.sal;

import org.jspecify.annotations.NullMarked;
