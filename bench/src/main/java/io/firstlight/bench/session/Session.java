package io.firstlight.bench.session;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.bench.measure.SequenceCheck;
import io.firstlight.bench.message.Stamp;
import io.firstlight.schemas.json.Json;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One subscription of one client, across as many connections as it takes: what has come of each address, and the position up to which
 * everything has. Checks that from its snapshot on every record of every address comes once and in order. Owned by one thread.
 */
final class Session {

    private static final int MOST_SHOWN = 300;

    private final Group group;
    private final Tally tally;
    private SequenceCheck check;
    private byte[] position = {};
    private int positionBytes;
    private int snapshotLeft;
    private boolean answered;

    /** A session that has seen nothing. */
    Session(Group group, Tally tally) {
        this.group = group;
        this.tally = tally;
        this.check = new SequenceCheck(group.streams().count());
    }

    /** The frame that begins it: with a snapshot, or from its position if it has one. */
    byte[] subscription() {
        answered = false;
        snapshotLeft = 0;
        if (!hasPosition()) {
            forget();
            return group.subscription("\"snapshot\":true,\"positions\":true");
        }
        return group.subscription("\"positions\":true,\"resume\":\"" + position() + "\"");
    }

    /** Whether it can be gone on from where it is. */
    boolean hasPosition() {
        return positionBytes > 0;
    }

    /** The position. */
    String position() {
        return new String(position, 0, positionBytes, StandardCharsets.US_ASCII);
    }

    /** Whether the edge has answered the subscription, and the snapshot is complete if one follows. */
    boolean isRunning() {
        return answered && snapshotLeft == 0;
    }

    /** Begins anew: what it has seen goes into the tally. */
    void forget() {
        tally.add(check);
        check = new SequenceCheck(group.streams().count());
        positionBytes = 0;
    }

    /** How many of those that were sent have not come yet. */
    long outstanding(long[] sent) {
        long outstanding = 0;
        for (int key = 0; key < sent.length; key++) {
            if (group.includes(key)) {
                outstanding += Math.max(0, sent[key] - check.last(key));
            }
        }
        return outstanding;
    }

    /** Takes a frame of its connection; returns the stamp of a record of the load, null if it is another frame. */
    @Nullable
    Stamp frame(byte[] bytes, int from, int to) {
        int at = FrameEnd.position(bytes, from, to);
        if (at >= 0) {
            remember(bytes, at, to - 2);
        }
        Stamp stamp = Stamp.find(bytes, from, to);
        if (stamp == null) {
            words(bytes, from, to);
            return null;
        }
        boolean snapshot = FrameEnd.isSnapshot(bytes, from, to);
        if (snapshot) {
            snapshotLeft--;
            tally.snapshotFrame();
        } else if (snapshotLeft > 0) {
            tally.shortSnapshot();
            snapshotLeft = 0;
        }
        if (!group.streams().owns(stamp)) {
            return null;
        }
        if (snapshot) {
            check.begins(stamp.key(), stamp.sequence());
            return null;
        }
        if (FrameEnd.isMerged(bytes, from, to)) {
            merged(stamp, bytes, from, to);
        } else {
            check.received(stamp.key(), stamp.sequence());
        }
        return stamp;
    }

    private void remember(byte[] bytes, int from, int to) {
        if (position.length < to - from) {
            position = new byte[to - from];
        }
        System.arraycopy(bytes, from, position, 0, to - from);
        positionBytes = to - from;
    }

    /** The stamp's sequence number is one of the numbers whose extremes are told: so they say which records were merged. */
    private void merged(Stamp last, byte[] bytes, int from, int to) {
        tally.merged();
        JsonNode merged = tree(bytes, from, to).path("merged");
        for (Map.Entry<String, JsonNode> number : merged.path("extremes").properties()) {
            if (number.getKey().endsWith(Stamp.SEQUENCE_POINTER)) {
                long first = number.getValue().path("min").asLong();
                long end = number.getValue().path("max").asLong();
                check.receivedTogether(
                        last.key(), first, end, merged.path("count").asLong());
                if (end != last.sequence()) {
                    tally.failure("a merged frame does not carry the last of its records");
                }
                return;
            }
        }
        tally.failure("a merged frame lacks the extremes");
    }

    private void words(byte[] bytes, int from, int to) {
        JsonNode frame = tree(bytes, from, to);
        if (frame.has("notice")) {
            notice(frame);
        } else if (frame.path("data").isTextual()) {
            answered = true;
            snapshotLeft = frame.path("snapshot").asInt(0);
            JsonNode recovered = frame.get("recovered");
            if (recovered == null) {
                tally.fresh();
            } else if (recovered.asBoolean()) {
                tally.recovered();
            } else {
                tally.notRecovered(frame.path("reason").asText());
                check = new SequenceCheck(group.streams().count());
            }
        } else if (frame.has("error")) {
            tally.failure("the edge answers: " + shown(bytes, from, to));
        } else if (frame.path("snapshot").asBoolean()) {
            // A value of somebody else's address is one of the snapshot too.
            snapshotLeft--;
        }
    }

    private void notice(JsonNode frame) {
        tally.notice(frame.path("notice").asText());
        if (frame.path("notice").asText().equals("hole")) {
            tally.failure("the edge reports a hole");
        }
        if (frame.has("state")) {
            snapshotLeft = frame.path("state").asInt();
        }
    }

    private JsonNode tree(byte[] bytes, int from, int to) {
        try {
            return Json.mapper().readTree(bytes, from, to - from);
        } catch (JacksonException e) {
            tally.failure("no JSON: " + shown(bytes, from, to));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Json.mapper().missingNode();
    }

    private static String shown(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.min(MOST_SHOWN, to - from), StandardCharsets.UTF_8);
    }
}
