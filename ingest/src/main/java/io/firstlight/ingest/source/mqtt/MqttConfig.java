package io.firstlight.ingest.source.mqtt;

import io.firstlight.ingest.source.rule.RuleFile;
import io.firstlight.schemas.setting.Setting;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which broker, as whom, and what becomes of its messages. Immutable.
 *
 * @param broker {@code mqtt://host[:1883]}, or {@code mqtts://host[:8883]} for TLS; {@value #BROKER}, default {@value #DEFAULT_BROKER}
 * @param trusted file of PEM certificates of authorities that the broker's may come from; {@value #TRUSTED}; null for those of the JVM
 * @param clientId the name of the session that the broker keeps; one for each process that runs; {@value #CLIENT_ID}, default
 *     {@value #DEFAULT_CLIENT_ID}
 * @param user {@value #USER}; null for none
 * @param password {@value #PASSWORD}; null for none
 * @param sessionExpiry how long the broker keeps messages for a source that is away; {@value #SESSION_EXPIRY_S}, in s, 0 to 2^31-1, default
 *     one week
 * @param inFlight messages on their way at once; {@value #IN_FLIGHT}, 1 to 65535, default 500
 * @param rules in their order; the file is {@value #RULES} and must be given
 */
public record MqttConfig(
        URI broker,
        @Nullable Path trusted,
        String clientId,
        @Nullable String user,
        @Nullable String password,
        Duration sessionExpiry,
        int inFlight,
        List<MqttRule> rules) {

    /** Key of {@link #broker}. */
    public static final String BROKER = "FIRSTLIGHT_MQTT_BROKER";
    /** Key of {@link #trusted}. */
    public static final String TRUSTED = "FIRSTLIGHT_MQTT_TRUSTED";
    /** Key of {@link #clientId}. */
    public static final String CLIENT_ID = "FIRSTLIGHT_MQTT_CLIENT_ID";
    /** Key of {@link #user}. */
    public static final String USER = "FIRSTLIGHT_MQTT_USER";
    /** Key of {@link #password}. */
    public static final String PASSWORD = "FIRSTLIGHT_MQTT_PASSWORD";
    /** Key of {@link #sessionExpiry}. */
    public static final String SESSION_EXPIRY_S = "FIRSTLIGHT_MQTT_SESSION_EXPIRY_S";
    /** Key of {@link #inFlight}. */
    public static final String IN_FLIGHT = "FIRSTLIGHT_MQTT_IN_FLIGHT";
    /** Key of the file of {@link #rules}. */
    public static final String RULES = "FIRSTLIGHT_MQTT_RULES";

    /** Where the broker is unless configured. */
    public static final String DEFAULT_BROKER = "mqtt://localhost:1883";
    /** The session's name unless configured. */
    public static final String DEFAULT_CLIENT_ID = "firstlight";

    private static final int DEFAULT_SESSION_EXPIRY_S = 7 * 24 * 3600;
    private static final int DEFAULT_IN_FLIGHT = 500;
    private static final int MOST_CLIENT_ID_CHARACTERS = 200;

    public MqttConfig {
        rules = List.copyOf(rules);
        String scheme = String.valueOf(broker.getScheme());
        if (!(scheme.equals("mqtt") || scheme.equals("mqtts"))
                || broker.getHost() == null
                || broker.getUserInfo() != null
                || !broker.getRawSchemeSpecificPart().equals("//" + broker.getRawAuthority())) {
            throw new IllegalArgumentException(
                    BROKER + " is not of the form mqtt://HOST[:PORT] or mqtts://HOST[:PORT]");
        }
        if (trusted != null) {
            var unused = TrustedAuthorities.sslConfig(trusted);
        }
        if (clientId.isBlank() || clientId.length() > MOST_CLIENT_ID_CHARACTERS || clientId.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    CLIENT_ID + "=" + clientId + " must have 1 to " + MOST_CLIENT_ID_CHARACTERS + " characters");
        }
        if (password != null && user == null) {
            throw new IllegalArgumentException(USER + " is missing, but there is a password");
        }
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value or the file of rules is wrong; the message names the key and the place in the file
     */
    public static MqttConfig from(Map<String, String> configuration) {
        String trusted = configuration.get(TRUSTED);
        return new MqttConfig(
                uri(configuration.getOrDefault(BROKER, DEFAULT_BROKER)),
                trusted == null ? null : Path.of(trusted),
                configuration.getOrDefault(CLIENT_ID, DEFAULT_CLIENT_ID),
                configuration.get(USER),
                configuration.get(PASSWORD),
                Duration.ofSeconds(Setting.number(
                        configuration, SESSION_EXPIRY_S, DEFAULT_SESSION_EXPIRY_S, 0, Integer.MAX_VALUE)),
                Setting.number(configuration, IN_FLIGHT, DEFAULT_IN_FLIGHT, 1, 65_535),
                RuleFile.declarations(configuration, RULES, "rules", "topic").stream()
                        .map(MqttRule::of)
                        .toList());
    }

    /** Whether the way to the broker is encrypted. */
    boolean isEncrypted() {
        return "mqtts".equals(broker.getScheme());
    }

    /** The broker's port. */
    int port() {
        if (broker.getPort() >= 0) {
            return broker.getPort();
        }
        return isEncrypted() ? 8883 : 1883;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    BROKER + " is not of the form mqtt://HOST[:PORT] or mqtts://HOST[:PORT]", e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "MqttConfig[" + broker + ", client " + clientId + ", " + rules.size() + " rules]";
    }
}
