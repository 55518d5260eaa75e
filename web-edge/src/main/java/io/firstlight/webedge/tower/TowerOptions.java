package io.firstlight.webedge.tower;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.notice.Channel;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.webedge.hub.Start;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Our options in a request; they hold for the channels that it joins. Tower's clients use none.
 *
 * @param positions whether frames say which channel they came through, and the position after them
 * @param snapshot whether the latest notice of each thing comes first
 * @param resume where to go on, for every channel that {@code resumes} does not name; null for now
 * @param resumes where to go on, by the channel's name
 */
record TowerOptions(
        boolean positions, boolean snapshot, @Nullable String resume, Map<String, String> resumes) {

    /** Tower's own clients. */
    static final TowerOptions NONE = new TowerOptions(false, false, null, Map.of());

    TowerOptions {
        resumes = Map.copyOf(resumes);
    }

    /** The options of a request; null if one has a wrong type. */
    static @Nullable TowerOptions read(JsonNode request) {
        JsonNode positions = request.get("positions");
        JsonNode snapshot = request.get("snapshot");
        JsonNode resume = request.get("resume");
        if ((positions != null && !positions.isBoolean())
                || (snapshot != null && !snapshot.isBoolean())
                || (resume != null && !resume.isTextual() && !resume.isObject())) {
            return null;
        }
        Map<String, String> resumes = new HashMap<>();
        if (resume != null && resume.isObject()) {
            for (Map.Entry<String, JsonNode> channel : resume.properties()) {
                if (!channel.getValue().isTextual()) {
                    return null;
                }
                resumes.put(channel.getKey(), channel.getValue().asText());
            }
        }
        return new TowerOptions(
                positions != null && positions.asBoolean(),
                snapshot != null && snapshot.asBoolean(),
                resume != null && resume.isTextual() ? resume.asText() : null,
                resumes);
    }

    /** Whether the client asked for anything that Tower has not. */
    boolean used() {
        return !equals(NONE);
    }

    /** Where that channel begins. */
    Start start(Channel channel) {
        String position = resumes.getOrDefault(channel.name(), resume);
        if (position == null) {
            return new Start.Now(snapshot);
        }
        return PositionToken.decode(position).<Start>map(Start.At::new).orElseGet(Start.Foreign::new);
    }
}
