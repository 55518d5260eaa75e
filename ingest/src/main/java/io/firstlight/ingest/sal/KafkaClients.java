package io.firstlight.ingest.sal;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;

import java.util.HashMap;
import java.util.Map;

/** Our configuration in the words of Kafka's clients. */
final class KafkaClients {

    private static final int ANSWER_MS = 5_000;
    private static final int LOOK_MS = 10_000;

    /** Enough for a second of a busy SAL; a turn is over before the listener's tick is long due. */
    static final int RECORDS_A_POLL = 2_000;

    private KafkaClients() {}

    static Map<String, Object> consumer(SalConfig config) {
        Map<String, Object> settings = common(config);
        // Where to read is decided by the feed, also if the place is no longer there.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        return settings;
    }

    static Map<String, Object> admin(SalConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LOOK_MS);
        return settings;
    }

    private static Map<String, Object> common(SalConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "firstlight-sal");
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        config.security().ifPresent(security -> {
            settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security.protocol());
            settings.put(SaslConfigs.SASL_MECHANISM, security.mechanism());
            settings.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(security));
        });
        return settings;
    }

    private static String jaas(SalConfig.Security security) {
        String module = security.mechanism().startsWith("SCRAM")
                ? "org.apache.kafka.common.security.scram.ScramLoginModule"
                : "org.apache.kafka.common.security.plain.PlainLoginModule";
        SalConfig.Login login = security.login();
        return module + " required username=" + quoted(login.user()) + " password=" + quoted(login.password()) + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
