package io.firstlight.webedge.tower;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.notice.Channel;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client's frame asks for: Tower's {@code {"xrftoken": T, "groups": {group: [element, ...]}}}, and our options beside. */
sealed interface TowerRequest {

    /**
     * These channels and no others from now on.
     *
     * @param channels each once, in the order asked for
     * @param illegal what was asked for and is no channel, in words
     */
    record Groups(Set<Channel> channels, List<String> illegal, TowerOptions options) implements TowerRequest {}

    /** A frame without groups: as with Tower it is heard and nothing comes of it. */
    record Nothing() implements TowerRequest {}

    /** A frame that changes nothing. */
    record Refused(String reason) implements TowerRequest {}

    /** What Tower says to a request without the right token. */
    String ACCESS_DENIED = "access denied to channel";

    /**
     * Reads a frame.
     *
     * @param xrfToken what the request must repeat; null if it need not show any
     */
    static TowerRequest read(String frame, @Nullable XrfToken xrfToken, TowerConfig limits) {
        if (frame.length() > limits.requestBytes()) {
            return new Refused("a request has at most " + limits.requestBytes() + " bytes");
        }
        JsonNode request;
        try {
            request = Json.mapper().readTree(frame);
        } catch (JsonProcessingException e) {
            return new Refused("a frame must be one JSON object");
        }
        if (!request.isObject()) {
            return new Refused("a frame must be one JSON object");
        }
        if (xrfToken != null && !xrfToken.isShownIn(request.get("xrftoken"))) {
            return new Refused(ACCESS_DENIED);
        }
        JsonNode groups = request.get("groups");
        if (groups == null) {
            return new Nothing();
        }
        if (!groups.isObject()) {
            return new Refused("groups must be an object of lists: nothing was changed");
        }
        Set<Channel> channels = new LinkedHashSet<>();
        List<String> illegal = new ArrayList<>();
        for (Map.Entry<String, JsonNode> group : groups.properties()) {
            if (!group.getValue().isArray()) {
                return new Refused("each of the groups must be a list: nothing was changed");
            }
            for (JsonNode element : group.getValue()) {
                String name = text(element);
                if (Channel.isLegal(group.getKey(), name)) {
                    channels.add(new Channel(group.getKey(), name));
                } else {
                    illegal.add(denied(group.getKey(), name));
                }
                if (channels.size() + illegal.size() > limits.channels()) {
                    return new Refused(
                            "a connection has at most " + limits.channels() + " channels: nothing was changed");
                }
            }
        }
        TowerOptions options = TowerOptions.read(request);
        return options == null
                ? new Refused("positions and snapshot must be true or false, resume a position or an object of"
                        + " positions by channel: nothing was changed")
                : new Groups(channels, illegal, options);
    }

    /** What Tower says to somebody who may not have a channel. */
    static String denied(String group, String element) {
        return ACCESS_DENIED + ' ' + shortened(group) + " for resource id " + shortened(element);
    }

    /** As Tower, which writes elements the way Python does. */
    private static String text(JsonNode element) {
        if (element.isNull()) {
            return "None";
        }
        return element.isBoolean()
                ? (element.asBoolean() ? "True" : "False")
                : element.isValueNode() ? element.asText() : "";
    }

    /** No client is told more of its own than it can read. */
    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
