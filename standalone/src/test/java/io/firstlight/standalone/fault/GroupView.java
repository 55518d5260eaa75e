package io.firstlight.standalone.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.address.Address;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client has seen of one group, and whether that is what it should have seen: from an address's first value on every number
 * once, in order. A frame that merges several counts as all of them. A client that resumes forgets what it saw after its position, as
 * the position is all that it knows. Guarded by the client.
 */
final class GroupView {

    private static final int MOST_KEPT = 20;

    private final Group group;
    private final Map<String, Integer> last = new HashMap<>();
    /** Of the addresses seen since the position: what was last then, absent for nothing. */
    private final Map<String, @Nullable Integer> beforePosition = new HashMap<>();

    private final List<String> oddities = new ArrayList<>();
    private @Nullable String position;
    private String lastNotice = "none";
    private boolean confirmed;
    private int lost;
    private int repeated;
    private int merged;
    private int notRecovered;

    GroupView(Group group) {
        this.group = group;
    }

    Group group() {
        return group;
    }

    /** What to ask for on a new connection. */
    String subscription() {
        confirmed = false;
        if (position == null) {
            // It never had a position, so whatever came was no more than a beginning.
            last.clear();
        } else {
            beforePosition.forEach((address, number) -> {
                if (number == null) {
                    last.remove(address);
                } else {
                    last.put(address, number);
                }
            });
        }
        beforePosition.clear();
        return group.subscribe(position);
    }

    /** Whether the present connection's subscription was confirmed. */
    boolean isConfirmed() {
        return confirmed;
    }

    void confirmed(JsonNode answer) {
        confirmed = true;
        if (position != null && !answer.path("recovered").asBoolean(false)) {
            notRecovered++;
            odd("not recovered: " + answer);
            // A fresh snapshot follows; what lies between is a hole, and counted when the snapshot shows how wide it
            // is.
        }
    }

    /** Takes a frame or a notice of this group. */
    void received(JsonNode frame) {
        if (!frame.has("notice")) {
            frame(frame);
            return;
        }
        lastNotice = frame.path("notice").asText();
        if (lastNotice.equals("hole")) {
            odd("a hole: " + frame);
        }
    }

    private void frame(JsonNode frame) {
        JsonNode data = frame.path("data");
        if (data.isArray()) {
            data.forEach(element -> element(frame, element));
        } else if (!frame.has("position")) {
            odd("a frame of neither data nor position: " + frame);
        }
        JsonNode reached = frame.get("position");
        if (reached != null) {
            position = reached.asText();
            beforePosition.clear();
        }
    }

    private void element(JsonNode frame, JsonNode element) {
        JsonNode number = element.findValue(Load.NUMBER);
        if (number == null) {
            odd("a frame without a number: " + frame);
            return;
        }
        int seen = number.path("value").asInt(-1);
        String address =
                element.path("csc").asText() + ":" + element.path("salindex").asInt(-1);
        int count = frame.path("merged").path("count").asInt(1);
        merged += count - 1;
        Integer before = last.put(address, seen);
        beforePosition.putIfAbsent(address, before);
        if (frame.path("snapshot").asBoolean(false)) {
            if (before != null && seen != before) {
                odd("snapshot of " + address + " at " + seen + " after " + before);
                lost += Math.max(0, seen - before);
                repeated += seen < before ? 1 : 0;
            }
            return;
        }
        int expected = (before == null ? -1 : before) + count;
        if (seen > expected) {
            lost += seen - expected;
            odd("gap at " + address + ": " + seen + " after " + before);
        } else if (seen < expected) {
            repeated++;
            odd("repeat at " + address + ": " + seen + " after " + before);
        }
    }

    /** Something that should not have come. */
    void odd(String what) {
        if (oddities.size() < MOST_KEPT) {
            oddities.add(group.name() + ": " + what);
        }
    }

    /** The last number seen of an address that the group covers; -1 for none. */
    int lastOf(Address address) {
        return last.getOrDefault(address.component().key(), -1);
    }

    int lost() {
        return lost;
    }

    int repeated() {
        return repeated;
    }

    int merged() {
        return merged;
    }

    int notRecovered() {
        return notRecovered;
    }

    List<String> oddities() {
        return List.copyOf(oddities);
    }

    /** How it stands, for a message. */
    @Override
    public String toString() {
        return group.name() + (confirmed ? "" : " not confirmed") + ", position " + position + ", last notice "
                + lastNotice + ", merged " + merged + ", not recovered " + notRecovered;
    }
}
