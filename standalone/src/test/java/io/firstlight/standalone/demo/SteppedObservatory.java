package io.firstlight.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Json;
import io.firstlight.standalone.demo.sal.Reply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** An observatory whose time the test makes, and all that it has said. */
final class SteppedObservatory {

    private final List<Message> said = new ArrayList<>();
    private final Observatory observatory;
    private Instant now = Instant.parse("2026-06-01T04:00:00Z");

    SteppedObservatory() {
        observatory = new Observatory(now, new Random(7), "1.2.3", 4711, said::add);
        observatory.announce(now);
        observatory.step(now);
    }

    Instant now() {
        return now;
    }

    Observatory core() {
        return observatory;
    }

    /** Steps ten times a second for so long. */
    void advance(double seconds) {
        Instant end = now.plusMillis(Math.round(seconds * 1000));
        while (now.isBefore(end)) {
            now = now.plusMillis(100);
            observatory.step(now);
        }
    }

    /** Steps once a second for so long: cheaper, for hours. */
    void advanceBySeconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now = now.plusSeconds(1);
            observatory.step(now);
        }
    }

    /** Steps until something is so; returns after how many seconds. */
    double advanceUntil(BooleanSupplier reached, double atMostSeconds) {
        double seconds = 0;
        while (!reached.getAsBoolean()) {
            if (seconds > atMostSeconds) {
                throw new AssertionError("not within " + atMostSeconds + " s");
            }
            advance(0.1);
            seconds += 0.1;
        }
        return seconds;
    }

    Reply command(String component, String command, String params) {
        return observatory.execute(Component.parse(component), command, json(params), "ada@test", now);
    }

    /** What it has said, then forgets it. */
    List<Message> take() {
        List<Message> taken = List.copyOf(said);
        said.clear();
        return taken;
    }

    /** All payloads of a stream so far, oldest first. */
    List<JsonNode> payloads(Category category, String component, String stream) {
        return said.stream()
                .filter(message ->
                        message.category() == category && message.component().equals(Component.parse(component)))
                .map(message -> json(message).path(stream))
                .filter(payload -> !payload.isMissingNode())
                .toList();
    }

    /** The fields of the newest event. */
    JsonNode event(String component, String stream) {
        return payloads(Category.EVENT, component, stream).getLast().path(0);
    }

    /** The value of a field of the newest event. */
    JsonNode event(String component, String stream, String field) {
        return event(component, stream).path(field).path("value");
    }

    /** The value of a field of the newest sample of telemetry. */
    JsonNode telemetry(String component, String stream, String field) {
        return payloads(Category.TELEMETRY, component, stream)
                .getLast()
                .path(field)
                .path("value");
    }

    static JsonNode json(Message message) {
        try {
            return Json.mapper().readTree(message.data());
        } catch (IOException e) {
            throw new AssertionError(new String(message.data(), StandardCharsets.UTF_8), e);
        }
    }

    static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
