package io.firstlight.webedge.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log in memory that takes records unless the test says otherwise. */
final class FakeLog implements CommandLog {

    private static final ObjectReader EXACT =
            Json.mapper().reader().without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private final List<Written> written = new CopyOnWriteArrayList<>();
    private final Map<Category, CompletableFuture<Acknowledgement>> answers = new ConcurrentHashMap<>();

    /** A record that was handed to it. */
    record Written(Category category, Component component, JsonNode value) {

        /** The one stream's payload. */
        JsonNode payload() {
            return value.get("data").elements().next();
        }
    }

    /** From now on records of that category end so. */
    FakeLog answer(Category category, CompletableFuture<Acknowledgement> answer) {
        answers.put(category, answer);
        return this;
    }

    static Acknowledgement acknowledgement() {
        return new Acknowledgement("topic", null, 0, 0);
    }

    List<Written> of(Category category) {
        return written.stream().filter(record -> record.category() == category).toList();
    }

    @Override
    public CompletableFuture<Acknowledgement> send(Category category, Component component, byte[] value) {
        try {
            written.add(new Written(category, component, EXACT.readTree(value)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers.getOrDefault(category, CompletableFuture.completedFuture(acknowledgement()));
    }
}
