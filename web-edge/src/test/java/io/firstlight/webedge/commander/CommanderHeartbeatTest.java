package io.firstlight.webedge.commander;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CommanderHeartbeatTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private double up() {
        return meters.get("firstlight.edge.commander.up").gauge().value();
    }

    @Test
    void keepsTheLastTimestampAsItWasWrittenWhenTheCommanderDies() throws IOException {
        FakeCommander fake = new FakeCommander();
        try (Commander commander = new Commander(fake.url());
                CommanderHeartbeat heartbeat = new CommanderHeartbeat(commander, meters, Duration.ofMillis(20))) {
            fake.json("/heartbeat", 200, "{\"other\": [1], \"timestamp\": 1795216794.3305810}");
            assertThat(heartbeat.lastTimestamp()).isEmpty();
            assertThat(up()).isZero();

            heartbeat.start();
            await().until(heartbeat::alive);
            assertThat(heartbeat.lastTimestamp()).contains("1795216794.3305810");
            assertThat(up()).isEqualTo(1);

            fake.close();
            await().until(() -> !heartbeat.alive());
            assertThat(heartbeat.lastTimestamp()).contains("1795216794.3305810");
            assertThat(up()).isZero();
        } finally {
            fake.close();
        }
    }

    @Test
    void takesNothingButANumberForATimestamp() {
        try (Commander none = new Commander(null);
                CommanderHeartbeat heartbeat = new CommanderHeartbeat(none, meters)) {
            for (String body : new String[] {"{}", "{\"timestamp\": \"1\"}", "{\"timestamp\": null}", "[1]", "7"}) {
                heartbeat.answered(new CommanderOutcome.Answered(200, body.getBytes(StandardCharsets.UTF_8)));

                assertThat(heartbeat.alive()).as(body).isFalse();
                assertThat(heartbeat.lastTimestamp()).as(body).isEmpty();
            }
        }
    }

    @Test
    void hasNoGaugeWithoutACommander() {
        try (Commander none = new Commander(null);
                CommanderHeartbeat heartbeat = new CommanderHeartbeat(none, meters)) {
            heartbeat.start();

            assertThat(heartbeat.alive()).isFalse();
            assertThat(meters.find("firstlight.edge.commander.up").gauge()).isNull();
        }
    }
}
