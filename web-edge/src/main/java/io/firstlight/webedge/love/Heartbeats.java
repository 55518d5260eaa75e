package io.firstlight.webedge.love;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.target.Target;
import io.firstlight.webedge.time.ObservatoryTime;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The heartbeats of manager and commander, made by the edge itself for the group {@code heartbeat-manager-0-stream}:
 *
 * <pre>
 * {"category": "heartbeat", "data": [{"csc": "Commander", "salindex": 0, "data": {"timestamp": T}},
 *                                    {"csc": "Manager", "salindex": 0, "data": {"timestamp": T}}], "subscription": "heartbeat"}
 * </pre>
 *
 * The manager's is the time now. The commander's is the last that it told, so that it stands still when the commander does; there is none
 * until the first. Owned by the hub's thread: an edge whose hub stands still has no heartbeat.
 */
final class Heartbeats {

    private static final Component MANAGER = new Component("manager", 0);

    private final Supplier<Optional<String>> commander;
    private final InstantSource clock;
    private final Set<Outbox> listeners = new LinkedHashSet<>();

    /**
     * No listeners yet.
     *
     * @param commander the time that the commander last told, unix seconds as JSON; must answer at once
     */
    Heartbeats(Supplier<Optional<String>> commander, InstantSource clock) {
        this.commander = commander;
        this.clock = clock;
    }

    /** Whether that group is theirs. */
    static boolean isTheirs(Target target) {
        return switch (target) {
            case Target.OfStream of ->
                of.address().category() == Category.HEARTBEAT
                        && of.address().component().equals(MANAGER)
                        && of.address().stream().equals("stream");
            default -> false;
        };
    }

    /** Takes a listener, and gives it the first beat at once; may be repeated. */
    void join(Outbox outbox) {
        listeners.add(outbox);
        give(outbox, frame());
    }

    /** Forgets a listener. */
    void leave(Outbox outbox) {
        listeners.remove(outbox);
    }

    /** Gives everybody a beat. */
    void beat() {
        if (listeners.isEmpty()) {
            return;
        }
        byte[] frame = frame();
        listeners.forEach(outbox -> give(outbox, frame));
    }

    /** A client that does not read has no use for old beats: what does not fit is left out. */
    private static void give(Outbox outbox, byte[] frame) {
        if (outbox.offerPatiently(frame)) {
            outbox.flush();
        }
    }

    private byte[] frame() {
        JsonOutput out = new JsonOutput(240).literal("{\"category\": \"heartbeat\", \"data\": [");
        commander
                .get()
                .ifPresent(
                        timestamp -> entry(out, "Commander").literal(timestamp).literal("}}, "));
        return entry(out, "Manager")
                .decimal(ObservatoryTime.unixSeconds(clock.instant()))
                .literal("}}], \"subscription\": \"heartbeat\"}")
                .toByteArray();
    }

    private static JsonOutput entry(JsonOutput out, String csc) {
        return out.literal("{\"csc\": \"").literal(csc).literal("\", \"salindex\": 0, \"data\": {\"timestamp\": ");
    }
}
