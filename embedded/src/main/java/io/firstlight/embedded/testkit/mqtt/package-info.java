/**
 * A real MQTT broker for tests: the installed Mosquitto as a process of a test.
 *
 * <p>Entry type: {@link io.firstlight.embedded.testkit.mqtt.MosquittoBroker}. No thread of its own. Where Mosquitto is not installed, tests say so
 * and are skipped; nothing stands in for it.
 */
@NullMarked
package io.firstlight.embedded.testkit.mqtt;

import org.jspecify.annotations.NullMarked;
