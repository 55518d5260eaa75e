package io.firstlight.ingest.sal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class SalConfigTest {

    private static SalConfig with(String... keysAndValues) {
        Map<String, String> all = new HashMap<>(Map.of(SalConfig.SUBNAME, "sal"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return SalConfig.from(all);
    }

    @Test
    void takesSalsOwnDefaults() {
        SalConfig config = with();
        assertThat(config.bootstrapServers()).isEqualTo("broker:29092");
        assertThat(config.registry().url()).isEqualTo(URI.create("http://schema-registry:8081"));
        assertThat(config.security()).isEmpty();
        assertThat(config.historyRecords()).isEqualTo(500);
        assertThat(KafkaClients.consumer(config))
                .containsEntry("auto.offset.reset", "none")
                .doesNotContainKeys("security.protocol", "group.id");
    }

    @Test
    void logsInWithScramIfThereIsAUser() {
        SalConfig config = with(SalConfig.USERNAME, "ts_salkafka", SalConfig.PASSWORD, "a\"b\\c");
        for (Map<String, Object> settings : List.of(KafkaClients.consumer(config), KafkaClients.admin(config))) {
            assertThat(settings)
                    .containsEntry("security.protocol", "SASL_PLAINTEXT")
                    .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                    .containsEntry(
                            "sasl.jaas.config",
                            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                    + " username=\"ts_salkafka\" password=\"a\\\"b\\\\c\";");
        }
        SalConfig plain = with(
                SalConfig.USERNAME,
                "u",
                SalConfig.PASSWORD,
                "p",
                SalConfig.PROTOCOL,
                "SASL_SSL",
                SalConfig.MECHANISM,
                "PLAIN");
        assertThat(KafkaClients.admin(plain))
                .containsEntry("security.protocol", "SASL_SSL")
                .extractingByKey("sasl.jaas.config")
                .asString()
                .contains("PlainLoginModule");
    }

    @Test
    void showsNoPassword() {
        SalConfig config = with(
                SalConfig.USERNAME,
                "u",
                SalConfig.PASSWORD,
                "secret1",
                SalConfig.REGISTRY_URL,
                "https://reader:secret2@registry/path/");
        assertThat(config.toString()).doesNotContain("secret").contains("reader:***");
        assertThat(config.registry().url()).isEqualTo(URI.create("https://registry/path/"));
        assertThat(config.registry().login()).contains(new SalConfig.Login("reader", "secret2"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(SalConfig.REGISTRY_URL, "http://reader:secret 3@registry"))
                .satisfies(e -> assertThat(e).hasNoCause())
                .withMessage(SalConfig.REGISTRY_URL + " is no URL");
    }

    @Test
    void takesTheRegistrysLoginFromItsKeysFirst() {
        SalConfig config = with(
                SalConfig.REGISTRY_URL, "http://a:b@registry",
                SalConfig.REGISTRY_USERNAME, "c",
                SalConfig.REGISTRY_PASSWORD, "d");
        assertThat(config.registry().login()).contains(new SalConfig.Login("c", "d"));
    }

    @ParameterizedTest
    @CsvSource({
        "LSST_TOPIC_SUBNAME,''",
        "LSST_KAFKA_BROKER_ADDR,''",
        "LSST_SCHEMA_REGISTRY_URL,registry:8081",
        "LSST_MAX_HISTORY_READ,0",
        "LSST_MAX_HISTORY_READ,many",
        "FIRSTLIGHT_SAL_DISCOVERY_MS,99",
        "FIRSTLIGHT_SAL_CLOSE_TIMEOUT_MS,60001",
        "FIRSTLIGHT_SAL_REGISTRY_TIMEOUT_MS,1"
    })
    void refusesWrongValuesWithTheKey(String key, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> with(key, value)).withMessageContaining(key);
    }

    @Test
    void refusesAUserWithoutAPasswordAndWaysToLogInThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(SalConfig.USERNAME, "u"))
                .withMessageContaining(SalConfig.PASSWORD);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(SalConfig.USERNAME, "u", SalConfig.PASSWORD, "p", SalConfig.MECHANISM, "GSSAPI"))
                .withMessageContaining(SalConfig.MECHANISM);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> with(SalConfig.USERNAME, "u", SalConfig.PASSWORD, "p", SalConfig.PROTOCOL, "PLAINTEXT"))
                .withMessageContaining(SalConfig.PROTOCOL);
    }
}
