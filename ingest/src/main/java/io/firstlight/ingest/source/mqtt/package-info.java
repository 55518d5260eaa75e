/**
 * Messages of an MQTT broker, in: {@link io.firstlight.ingest.source.mqtt.MqttSource}. Rules say which topics become which component and stream;
 * the broker is told that a message has arrived only when Kafka has it, so that it keeps what Kafka cannot take.
 *
 * <p>{@code MqttRules} translates and knows no broker; {@code MqttSource} owns the client (HiveMQ's, MQTT 5) and one thread that takes messages
 * in their order.
 */
@NullMarked
package io.firstlight.ingest.source.mqtt;

import org.jspecify.annotations.NullMarked;
