package io.firstlight.webedge;

import io.firstlight.schemas.setting.Setting;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.command.CommandConfig;
import io.firstlight.webedge.love.LoveConfig;
import io.firstlight.webedge.mapper.MapperConfig;
import io.firstlight.webedge.tower.TowerConfig;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;

/**
 * How an edge runs.
 *
 * @param host key {@code FIRSTLIGHT_HOST}: address to listen on, default {@value #DEFAULT_HOST}
 * @param port key {@code FIRSTLIGHT_PORT}: TCP port, 0 for any free one, default {@value #DEFAULT_PORT}
 * @param kafka key {@code FIRSTLIGHT_KAFKA}: bootstrap servers {@code host:port,...}, default {@value #DEFAULT_KAFKA}
 * @param outboxBytes key {@code FIRSTLIGHT_OUTBOX_BYTES}: most bytes that may wait for one connection, 1 KiB to 1 GiB, default
 *     {@value #DEFAULT_OUTBOX_BYTES}
 * @param frameBytes key {@code FIRSTLIGHT_FRAME_BYTES}: largest frame or body that clients may send, default {@value #DEFAULT_FRAME_BYTES}
 * @param messageAccess key {@code FIRSTLIGHT_MESSAGE_ACCESS}: {@code open} or {@code token}, who may post and read messages; default open
 *     on a loopback address, else token
 * @param messageRate key {@code FIRSTLIGHT_MESSAGE_RATE}: most requests a second for messages of one address, 1 to 1,000,000, default
 *     {@value #DEFAULT_MESSAGE_RATE}
 * @param routerId key {@code FIRSTLIGHT_ROUTER_APPLICATION_ID}: the router's, default as {@link RouterContract#applicationId}
 * @param bootstrapSeconds key {@code FIRSTLIGHT_BOOTSTRAP_SECONDS}: how long loading the state may take before start-up fails, default
 *     {@value #DEFAULT_BOOTSTRAP_SECONDS}
 * @param tailBytes key {@code FIRSTLIGHT_TAIL_BYTES}: most bytes of recent records kept in memory per topic, for clients that resume, 64 KiB to
 *     2 GiB, default {@value #DEFAULT_TAIL_BYTES}
 * @param pageBytes key {@code FIRSTLIGHT_PAGE_BYTES}: most bytes of the log's past kept in memory for those who read it, 1 MiB to 2 GiB, default
 *     {@value #DEFAULT_PAGE_BYTES}
 * @param searchRecords key {@code FIRSTLIGHT_SEARCH_RECORDS}: most offsets of the log that the search for one past state passes, 1000 to
 *     2,000,000,000, default {@value #DEFAULT_SEARCH_RECORDS}
 * @param replays key {@code FIRSTLIGHT_REPLAYS}: most replays at once, 0 to 10,000, default {@value #DEFAULT_REPLAYS}
 * @param subscriptions key {@code FIRSTLIGHT_SUBSCRIPTIONS}: most subscriptions of one connection, 1 to 10,000,000, default
 *     {@value #DEFAULT_SUBSCRIPTIONS}
 * @param layoutWatchSeconds key {@code FIRSTLIGHT_LAYOUT_WATCH_SECONDS}: how often the edge looks whether the cluster answers and its topics are
 *     still the same, 1 to 3600, default {@value #DEFAULT_LAYOUT_WATCH_SECONDS}
 * @param connectionsPerUser key {@code FIRSTLIGHT_CONNECTIONS_PER_USER}: most connections of one user to this edge, 1 to 1,000,000, default
 *     {@value #DEFAULT_CONNECTIONS_PER_USER}; producers with the process password may have any number
 * @param love how LOVE's protocol is spoken
 * @param tower how Tower's protocol is spoken
 * @param commands where commands go, and who may give them
 * @param mapper the operator's own endpoints
 */
public record WebEdgeConfig(
        String host,
        int port,
        String kafka,
        int outboxBytes,
        int frameBytes,
        MessageAccess messageAccess,
        int messageRate,
        String routerId,
        int bootstrapSeconds,
        long tailBytes,
        long pageBytes,
        int searchRecords,
        int replays,
        int subscriptions,
        int layoutWatchSeconds,
        int connectionsPerUser,
        LoveConfig love,
        TowerConfig tower,
        CommandConfig commands,
        MapperConfig mapper) {

    /** Default of {@code FIRSTLIGHT_HOST}: this machine only. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** Default of {@code FIRSTLIGHT_PORT}. */
    public static final int DEFAULT_PORT = 8080;

    /** Default of {@code FIRSTLIGHT_KAFKA}. */
    public static final String DEFAULT_KAFKA = "127.0.0.1:9092";

    /** Default of {@code FIRSTLIGHT_OUTBOX_BYTES}. */
    public static final int DEFAULT_OUTBOX_BYTES = 768 << 10;

    /** Default of {@code FIRSTLIGHT_FRAME_BYTES}: producers send all script schemas in one frame. */
    public static final int DEFAULT_FRAME_BYTES = 16 << 20;

    /** Default of {@code FIRSTLIGHT_MESSAGE_RATE}: more than a client in its right mind asks for. */
    public static final int DEFAULT_MESSAGE_RATE = 2_000;

    /** Default of {@code FIRSTLIGHT_BOOTSTRAP_SECONDS}. */
    public static final int DEFAULT_BOOTSTRAP_SECONDS = 300;

    /** Default of {@code FIRSTLIGHT_TAIL_BYTES}: a minute of 1,000 small records per second. */
    public static final int DEFAULT_TAIL_BYTES = 32 << 20;

    /** Default of {@code FIRSTLIGHT_PAGE_BYTES}. */
    public static final int DEFAULT_PAGE_BYTES = 64 << 20;

    /** Default of {@code FIRSTLIGHT_SEARCH_RECORDS}: some ten seconds of reading. */
    public static final int DEFAULT_SEARCH_RECORDS = 5_000_000;

    /** Default of {@code FIRSTLIGHT_REPLAYS}. */
    public static final int DEFAULT_REPLAYS = 32;

    /** Default of {@code FIRSTLIGHT_SUBSCRIPTIONS}: a busy page of LOVE's has some five hundred. */
    public static final int DEFAULT_SUBSCRIPTIONS = 20_000;

    /** Default of {@code FIRSTLIGHT_LAYOUT_WATCH_SECONDS}. */
    public static final int DEFAULT_LAYOUT_WATCH_SECONDS = 5;

    /** Default of {@code FIRSTLIGHT_CONNECTIONS_PER_USER}: all screens of a control room that shares one user. */
    public static final int DEFAULT_CONNECTIONS_PER_USER = 200;

    public WebEdgeConfig {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(kafka, "kafka");
    }

    /**
     * Reads the keys named above; others are ignored.
     *
     * @throws IllegalArgumentException if a value is wrong; the message names the key
     */
    public static WebEdgeConfig from(Map<String, String> settings) {
        int subscriptions = Setting.number(settings, "FIRSTLIGHT_SUBSCRIPTIONS", DEFAULT_SUBSCRIPTIONS, 1, 10_000_000);
        return new WebEdgeConfig(
                settings.getOrDefault("FIRSTLIGHT_HOST", DEFAULT_HOST),
                Setting.number(settings, "FIRSTLIGHT_PORT", DEFAULT_PORT, 0, 65535),
                settings.getOrDefault("FIRSTLIGHT_KAFKA", DEFAULT_KAFKA),
                Setting.number(settings, "FIRSTLIGHT_OUTBOX_BYTES", DEFAULT_OUTBOX_BYTES, 1 << 10, 1 << 30),
                Setting.number(settings, "FIRSTLIGHT_FRAME_BYTES", DEFAULT_FRAME_BYTES, 1 << 10, 64 << 20),
                messageAccess(settings),
                Setting.number(settings, "FIRSTLIGHT_MESSAGE_RATE", DEFAULT_MESSAGE_RATE, 1, 1_000_000),
                RouterContract.applicationId(settings, TopicPlan.from(settings)),
                Setting.number(settings, "FIRSTLIGHT_BOOTSTRAP_SECONDS", DEFAULT_BOOTSTRAP_SECONDS, 1, 86_400),
                Setting.number(settings, "FIRSTLIGHT_TAIL_BYTES", DEFAULT_TAIL_BYTES, 64 << 10, Integer.MAX_VALUE),
                Setting.number(settings, "FIRSTLIGHT_PAGE_BYTES", DEFAULT_PAGE_BYTES, 1 << 20, Integer.MAX_VALUE),
                Setting.number(settings, "FIRSTLIGHT_SEARCH_RECORDS", DEFAULT_SEARCH_RECORDS, 1000, 2_000_000_000),
                Setting.number(settings, "FIRSTLIGHT_REPLAYS", DEFAULT_REPLAYS, 0, 10_000),
                subscriptions,
                Setting.number(settings, "FIRSTLIGHT_LAYOUT_WATCH_SECONDS", DEFAULT_LAYOUT_WATCH_SECONDS, 1, 3600),
                Setting.number(settings, "FIRSTLIGHT_CONNECTIONS_PER_USER", DEFAULT_CONNECTIONS_PER_USER, 1, 1_000_000),
                LoveConfig.from(settings),
                TowerConfig.from(settings, subscriptions),
                CommandConfig.from(settings),
                MapperConfig.from(settings));
    }

    private static MessageAccess messageAccess(Map<String, String> settings) {
        String text = settings.get("FIRSTLIGHT_MESSAGE_ACCESS");
        if (text == null) {
            return isLoopback(settings.getOrDefault("FIRSTLIGHT_HOST", DEFAULT_HOST))
                    ? MessageAccess.OPEN
                    : MessageAccess.TOKEN;
        }
        return switch (text) {
            case "open" -> MessageAccess.OPEN;
            case "token" -> MessageAccess.TOKEN;
            default ->
                throw new IllegalArgumentException("FIRSTLIGHT_MESSAGE_ACCESS=" + text + " must be 'open' or 'token'");
        };
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
