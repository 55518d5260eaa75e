package io.firstlight.router;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RouterConfigTest {

    @Test
    void hasADefaultForEverything() {
        RouterConfig config = RouterConfig.from(Map.of());
        assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.applicationId()).isEqualTo("firstlight-router");
        assertThat(config.stateDirectory()).isEqualTo(Path.of("data", "router"));
        assertThat(config.threads()).isEqualTo(1);
        assertThat(config.commitInterval()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.failover()).isEqualTo(Duration.ofSeconds(6));
        assertThat(config.watchInterval()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void takesItsKeys() {
        RouterConfig config = RouterConfig.from(Map.of(
                "FIRSTLIGHT_KAFKA", "a:1,b:2",
                "FIRSTLIGHT_ROUTER_APPLICATION_ID", "mine",
                "FIRSTLIGHT_ROUTER_STATE_DIR", "/var/lib/router",
                "FIRSTLIGHT_ROUTER_THREADS", "4",
                "FIRSTLIGHT_ROUTER_COMMIT_INTERVAL", "PT1S",
                "FIRSTLIGHT_ROUTER_FAILOVER", "PT30S",
                "FIRSTLIGHT_ROUTER_WATCH_INTERVAL", "PT20S",
                "FIRSTLIGHT_REPLICATION", "3"));
        assertThat(config.bootstrapServers()).isEqualTo("a:1,b:2");
        assertThat(config.applicationId()).isEqualTo("mine");
        assertThat(config.stateDirectory()).isEqualTo(Path.of("/var/lib/router"));
        assertThat(config.threads()).isEqualTo(4);
        assertThat(config.commitInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.failover()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.watchInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.topics().replication()).isEqualTo((short) 3);
    }

    @ParameterizedTest
    @CsvSource({"firstlight.,firstlight-router", "summit-1.,summit-1-router", "'',router", "x,x-router", "._-,router"})
    void namesTheApplicationAfterThePrefixOfItsTopics(String prefix, String applicationId) {
        assertThat(RouterConfig.from(Map.of("FIRSTLIGHT_TOPIC_PREFIX", prefix)).applicationId())
                .isEqualTo(applicationId);
    }

    @ParameterizedTest
    @CsvSource({
        "FIRSTLIGHT_KAFKA,' '", "FIRSTLIGHT_ROUTER_APPLICATION_ID,a b", "FIRSTLIGHT_ROUTER_APPLICATION_ID,''",
        "FIRSTLIGHT_ROUTER_STATE_DIR,''", "FIRSTLIGHT_ROUTER_THREADS,0", "FIRSTLIGHT_ROUTER_THREADS,65",
        "FIRSTLIGHT_ROUTER_THREADS,many", "FIRSTLIGHT_ROUTER_COMMIT_INTERVAL,200",
                "FIRSTLIGHT_ROUTER_COMMIT_INTERVAL,PT0S",
        "FIRSTLIGHT_ROUTER_COMMIT_INTERVAL,PT5S", "FIRSTLIGHT_ROUTER_FAILOVER,PT1S", "FIRSTLIGHT_ROUTER_FAILOVER,PT1H",
        "FIRSTLIGHT_ROUTER_WATCH_INTERVAL,PT0S", "FIRSTLIGHT_ROUTER_WATCH_INTERVAL,PT1H",
                "FIRSTLIGHT_PARTITIONS_STATE,0"
    })
    void refusesAWrongValueAndNamesItsKey(String key, String value) {
        assertThatThrownBy(() -> RouterConfig.from(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }
}
