package io.firstlight.ingest.sal;

import io.firstlight.schemas.setting.Setting;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where SAL is and how it is read. Immutable. Keys that begin with {@code LSST_} are SAL's own.
 *
 * @param subname the second part of the topics' names; {@value #SUBNAME}, must be given
 * @param bootstrapServers SAL's brokers, {@code host:port} with commas between; {@value #BROKERS}, default {@value #DEFAULT_BROKERS}
 * @param security how one logs in to the brokers; empty if {@value #USERNAME} is not given
 * @param registry the schema registry
 * @param historyRecords how far back in a topic of events the last one of each instance is looked for, in records, 1 to 1000000;
 *     {@value #HISTORY}, default {@value #DEFAULT_HISTORY}
 * @param discoverEvery how often new topics are looked for; {@value #DISCOVERY_MS}, in ms, 100 to 600000, default
 *     {@value #DEFAULT_DISCOVERY_MS}
 * @param closeTimeout how long closing waits for the listener; {@value #CLOSE_TIMEOUT_MS}, in ms, 0 to 60000, default
 *     {@value #DEFAULT_CLOSE_TIMEOUT_MS}
 */
public record SalConfig(
        String subname,
        String bootstrapServers,
        Optional<Security> security,
        Registry registry,
        int historyRecords,
        Duration discoverEvery,
        Duration closeTimeout) {

    /** Key of {@link #subname}. */
    public static final String SUBNAME = "LSST_TOPIC_SUBNAME";
    /** Key of {@link #bootstrapServers}. */
    public static final String BROKERS = "LSST_KAFKA_BROKER_ADDR";
    /** Key of {@link Security#login}: the user. */
    public static final String USERNAME = "LSST_KAFKA_SECURITY_USERNAME";
    /** Key of {@link Security#login}: the password. */
    public static final String PASSWORD = "LSST_KAFKA_SECURITY_PASSWORD";
    /** Key of {@link Security#protocol}. */
    public static final String PROTOCOL = "LSST_KAFKA_SECURITY_PROTOCOL";
    /** Key of {@link Security#mechanism}. */
    public static final String MECHANISM = "LSST_KAFKA_SECURITY_MECHANISM";
    /** Key of {@link Registry#url}. */
    public static final String REGISTRY_URL = "LSST_SCHEMA_REGISTRY_URL";
    /** Key of {@link #historyRecords}. */
    public static final String HISTORY = "LSST_MAX_HISTORY_READ";
    /** Key of {@link Registry#login}: the user. */
    public static final String REGISTRY_USERNAME = "FIRSTLIGHT_SAL_REGISTRY_USERNAME";
    /** Key of {@link Registry#login}: the password. */
    public static final String REGISTRY_PASSWORD = "FIRSTLIGHT_SAL_REGISTRY_PASSWORD";
    /** Key of {@link Registry#timeout}. */
    public static final String REGISTRY_TIMEOUT_MS = "FIRSTLIGHT_SAL_REGISTRY_TIMEOUT_MS";
    /** Key of {@link #discoverEvery}. */
    public static final String DISCOVERY_MS = "FIRSTLIGHT_SAL_DISCOVERY_MS";
    /** Key of {@link #closeTimeout}. */
    public static final String CLOSE_TIMEOUT_MS = "FIRSTLIGHT_SAL_CLOSE_TIMEOUT_MS";

    /** Where SAL's brokers are unless configured, as in SAL. */
    public static final String DEFAULT_BROKERS = "broker:29092";
    /** Where the schema registry is unless configured, as in SAL. */
    public static final String DEFAULT_REGISTRY_URL = "http://schema-registry:8081";
    /** Records of the past unless configured, as in SAL. */
    public static final int DEFAULT_HISTORY = 500;

    private static final String DEFAULT_PROTOCOL = "SASL_PLAINTEXT";
    private static final String DEFAULT_MECHANISM = "SCRAM-SHA-512";
    private static final int DEFAULT_DISCOVERY_MS = 5_000;
    private static final int DEFAULT_CLOSE_TIMEOUT_MS = 5_000;
    private static final int DEFAULT_REGISTRY_TIMEOUT_MS = 10_000;

    /** A name and a password, which is shown nowhere. */
    public record Login(String user, String password) {

        public Login {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
        }

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /**
     * How one logs in to the brokers.
     *
     * @param login {@value SalConfig#USERNAME} and {@value SalConfig#PASSWORD}
     * @param protocol Kafka's {@code security.protocol}; {@value SalConfig#PROTOCOL}, default {@value SalConfig#DEFAULT_PROTOCOL}
     * @param mechanism Kafka's {@code sasl.mechanism}, one of {@code PLAIN} and {@code SCRAM-SHA-...}; {@value SalConfig#MECHANISM}, default
     *     {@value SalConfig#DEFAULT_MECHANISM}
     */
    public record Security(Login login, String protocol, String mechanism) {

        public Security {
            if (!protocol.equals("SASL_PLAINTEXT") && !protocol.equals("SASL_SSL")) {
                throw new IllegalArgumentException(PROTOCOL + "=" + protocol + " must be SASL_PLAINTEXT or SASL_SSL");
            }
            if (!mechanism.equals("PLAIN")
                    && !mechanism.equals("SCRAM-SHA-256")
                    && !mechanism.equals("SCRAM-SHA-512")) {
                throw new IllegalArgumentException(
                        MECHANISM + "=" + mechanism + " must be SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN");
            }
        }
    }

    /**
     * The schema registry.
     *
     * @param url {@value SalConfig#REGISTRY_URL}, default {@value SalConfig#DEFAULT_REGISTRY_URL}; a name and password before its host are
     *     taken for the login
     * @param login for HTTP's basic authentication; {@value SalConfig#REGISTRY_USERNAME} and {@value SalConfig#REGISTRY_PASSWORD}, or the URL's
     * @param timeout how long it has to answer; {@value SalConfig#REGISTRY_TIMEOUT_MS}, in ms, 100 to 60000, default
     *     {@value SalConfig#DEFAULT_REGISTRY_TIMEOUT_MS}
     */
    public record Registry(URI url, Optional<Login> login, Duration timeout) {

        public Registry {
            Setting.requireWithin(REGISTRY_TIMEOUT_MS, timeout.toMillis(), 100, 60_000);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!http || url.getHost() == null || url.getUserInfo() != null) {
                throw new IllegalArgumentException(REGISTRY_URL + " must be an http or https URL with a host");
            }
        }
    }

    public SalConfig {
        if (subname.isBlank()) {
            throw new IllegalArgumentException(SUBNAME + " is not given");
        }
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(BROKERS + " is empty");
        }
        Setting.requireWithin(HISTORY, historyRecords, 1, 1_000_000);
        Setting.requireWithin(DISCOVERY_MS, discoverEvery.toMillis(), 100, 600_000);
        Setting.requireWithin(CLOSE_TIMEOUT_MS, closeTimeout.toMillis(), 0, 60_000);
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong or the subname is absent; the message names the key
     */
    public static SalConfig from(Map<String, String> configuration) {
        return new SalConfig(
                configuration.getOrDefault(SUBNAME, "").trim(),
                configuration.getOrDefault(BROKERS, DEFAULT_BROKERS).trim(),
                login(configuration, USERNAME, PASSWORD)
                        .map(login -> new Security(
                                login,
                                configuration
                                        .getOrDefault(PROTOCOL, DEFAULT_PROTOCOL)
                                        .trim(),
                                configuration
                                        .getOrDefault(MECHANISM, DEFAULT_MECHANISM)
                                        .trim())),
                registry(configuration),
                Setting.number(configuration, HISTORY, DEFAULT_HISTORY),
                Setting.milliseconds(configuration, DISCOVERY_MS, DEFAULT_DISCOVERY_MS),
                Setting.milliseconds(configuration, CLOSE_TIMEOUT_MS, DEFAULT_CLOSE_TIMEOUT_MS));
    }

    private static Registry registry(Map<String, String> configuration) {
        String text =
                configuration.getOrDefault(REGISTRY_URL, DEFAULT_REGISTRY_URL).trim();
        try {
            URI url = new URI(text);
            Optional<Login> login = login(configuration, REGISTRY_USERNAME, REGISTRY_PASSWORD);
            String userInfo = url.getRawUserInfo();
            if (userInfo != null) {
                int colon = userInfo.indexOf(':');
                Login inUrl = new Login(
                        decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                        decoded(colon < 0 ? "" : userInfo.substring(colon + 1)));
                login = login.or(() -> Optional.of(inUrl));
                url = new URI(text.replaceFirst("//[^/]*@", "//"));
            }
            return new Registry(
                    url, login, Setting.milliseconds(configuration, REGISTRY_TIMEOUT_MS, DEFAULT_REGISTRY_TIMEOUT_MS));
        } catch (URISyntaxException e) {
            // Neither the value nor the cause, whose message has it: it may hold a password.
            throw new IllegalArgumentException(REGISTRY_URL + " is no URL");
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Optional<Login> login(Map<String, String> configuration, String user, String password) {
        String name = configuration.getOrDefault(user, "").trim();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!configuration.containsKey(password)) {
            throw new IllegalArgumentException(password + " is not given, " + user + " is");
        }
        return Optional.of(new Login(name, configuration.get(password)));
    }
}
