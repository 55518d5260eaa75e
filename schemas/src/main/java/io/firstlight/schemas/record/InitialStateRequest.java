package io.firstlight.schemas.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;
import io.firstlight.schemas.json.Json;
import io.firstlight.schemas.json.JsonOutput;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/**
 * The wish of a subscriber that producers say again what they last said, as LOVE's server sends it to them. In its topic it is a component
 * record without streams and one more key:
 *
 * <pre>
 * {"category":"initial_state","csc":"ATDome","salindex":0,"data":{},"request":{"event":"summaryState","to":"ATDome"}}
 * {"category":"initial_state","csc":"ATDome","salindex":0,"data":{},"request":{"event":"all","to":"ATDome","instances":"all"}}
 * </pre>
 *
 * @param to the component whose producers are asked, {@value #ALL} for those that registered for that word
 * @param csc the component that is wished for, or {@value #ALL}
 * @param salindex its instance, null for all
 * @param event the stream that is wished for, or {@value #ALL}
 */
public record InitialStateRequest(
        String to, String csc, @Nullable Integer salindex, String event) {

    /** Stands for any. */
    public static final String ALL = "all";

    public InitialStateRequest {
        for (String name : new String[] {to, csc, event}) {
            if (!Names.isLegal(name)) {
                throw new IllegalArgumentException("'" + name + "' names neither component nor stream");
            }
        }
    }

    /** The record's key. */
    public String key() {
        return component().key();
    }

    private Component component() {
        return new Component(csc, salindex == null ? 0 : salindex);
    }

    /** The record's value. */
    public byte[] toValue() {
        JsonOutput out = new JsonOutput(160)
                .literal("{\"category\":\"")
                .literal(Category.INITIAL_STATE.wireName())
                .literal("\",\"csc\":\"")
                .literal(csc)
                .literal("\",\"salindex\":")
                .number(component().salindex())
                .literal(",\"data\":{},\"request\":{\"event\":\"")
                .literal(event)
                .literal("\",\"to\":\"")
                .literal(to);
        return out.literal(salindex == null ? "\",\"instances\":\"all\"}}" : "\"}}")
                .toByteArray();
    }

    /** The request that a record of its topic is; empty if it is one of a client's own messages. */
    public static Optional<InitialStateRequest> of(ComponentRecord record) {
        if (record.category() != Category.INITIAL_STATE || !record.streams().isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode request = Json.mapper().readTree(record.value()).path("request");
            String event = request.path("event").asText();
            String to = request.path("to").asText();
            return Names.isLegal(event) && Names.isLegal(to)
                    ? Optional.of(new InitialStateRequest(
                            to,
                            record.component().csc(),
                            request.path("instances").asText().equals(ALL)
                                    ? null
                                    : Integer.valueOf(record.component().salindex()),
                            event))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
