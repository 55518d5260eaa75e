package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.demo.sal.Declaration;
import io.firstlight.standalone.demo.sal.Field;
import io.firstlight.standalone.demo.sal.Reply;
import io.firstlight.standalone.demo.sal.SalTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What all components have in common, and the observatory as a whole. */
final class ComponentsTest {

    private static final List<String> PRIVATE = List.of(
            "private_sndStamp",
            "private_rcvStamp",
            "private_efdStamp",
            "private_kafkaStamp",
            "private_seqNum",
            "private_revCode",
            "private_identity",
            "private_origin");

    private final SteppedObservatory observatory = new SteppedObservatory();

    private void runEverything() {
        observatory.command(
                "ScriptQueue:1", "add", "{\"isStandard\": true, \"path\": \"auxtel/prepare_for/onsky.py\"}");
        observatory.command("ScriptQueue:1", "add", "{\"isStandard\": false, \"path\": \"demo/sky_tour.py\"}");
        observatory.advance(300);
    }

    @Test
    void eachMessageHasOneStreamWithThePrivateFieldsFirstAndTheDeclaredOnesAfterThem() {
        runEverything();
        Map<Component, Declaration> declarations = new HashMap<>();
        observatory.core().declarations().forEach(each -> declarations.put(each.component(), each));
        int samples = 0;
        for (Message message : observatory.take()) {
            JsonNode data = SteppedObservatory.json(message);
            assertThat(data).hasSize(1);
            String stream = data.fieldNames().next();
            Declaration declaration = declarations.get(message.component());
            if (declaration == null || stream.equals("stream")) {
                continue;
            }
            boolean event = message.category() == Category.EVENT;
            SalTopic topic = (event ? declaration.events() : declaration.telemetry())
                    .stream()
                            .filter(each -> each.name().equals(stream))
                            .findFirst()
                            .orElseThrow();
            JsonNode fields = event ? data.path(stream).path(0) : data.path(stream);
            assertThat(data.path(stream).isArray()).isEqualTo(event);
            List<String> expected =
                    new ArrayList<>(message.component().salindex() == 0 ? List.of() : List.of("salIndex"));
            expected.addAll(PRIVATE);
            topic.fields().forEach(field -> expected.add(field.name()));
            assertThat(fields.fieldNames()).toIterable().containsExactlyElementsOf(expected);
            for (Field field : topic.fields()) {
                JsonNode written = fields.path(field.name());
                assertThat(written.path("units").textValue()).isEqualTo(field.units());
                assertThat(written.path("dataType").textValue())
                        .as(field.name())
                        .isEqualTo(dataType(field));
                if (field.count() > 1) {
                    assertThat(written.path("value")).hasSize(field.count());
                }
            }
            samples++;
        }
        assertThat(samples).isGreaterThan(1_000);
    }

    private static String dataType(Field field) {
        String single = switch (field.type()) {
            case BOOLEAN, INT, LONG -> "Int";
            case FLOAT, DOUBLE -> "Float";
            case STRING -> "String";
        };
        return field.count() == 1 ? single : "Array<" + single + ">";
    }

    @Test
    void stampsOfAComponentDifferAndAreTaiButForTheOneOfTheEfd() {
        observatory.advance(5);
        Set<Double> stamps = new HashSet<>();
        List<JsonNode> all = new ArrayList<>();
        for (Message message : observatory.take()) {
            JsonNode data = SteppedObservatory.json(message);
            JsonNode payload = data.path(data.fieldNames().next());
            if (message.component().csc().equals("ATDome")) {
                all.add(payload.isArray() ? payload.path(0) : payload);
            }
        }
        assertThat(all).hasSizeGreaterThan(10).allSatisfy(fields -> {
            double stamp = fields.path("private_sndStamp").path("value").doubleValue();
            assertThat(stamps.add(stamp)).isTrue();
            assertThat(stamp - observatory.now().getEpochSecond()).isCloseTo(37, within(10.0));
            assertThat(stamp - fields.path("private_efdStamp").path("value").doubleValue())
                    .isCloseTo(37, within(1e-5));
            assertThat(fields.path("private_identity").path("value").textValue())
                    .isEqualTo("ATDome");
            assertThat(fields.path("private_revCode").path("value").textValue()).matches("[0-9a-f]{8}");
        });
    }

    @Test
    void everyEventThatHasAPresentValueIsSentAtTheStart() {
        Set<String> announced = new HashSet<>();
        for (Message message : observatory.take()) {
            if (message.category() == Category.EVENT) {
                announced.add(message.component().csc() + "."
                        + SteppedObservatory.json(message).fieldNames().next());
            }
        }
        // What tells of a deed has no present value before the first one.
        Set<String> deeds = Set.of("logMessage", "target", "script", "configSchema", "observingLog");
        for (Declaration declaration : observatory.core().declarations()) {
            for (SalTopic topic : declaration.events()) {
                if (!deeds.contains(topic.name())) {
                    assertThat(announced).contains(declaration.component().csc() + "." + topic.name());
                }
            }
        }
    }

    @Test
    void allAreEnabledAtTheStartAndSayGoodbyeAtTheEnd() {
        for (Declaration declaration : observatory.core().declarations()) {
            assertThat(observatory
                            .event(declaration.component().key(), "summaryState", "summaryState")
                            .intValue())
                    .isEqualTo(2);
        }
        observatory.core().sayGoodbye(observatory.now());
        for (Declaration declaration : observatory.core().declarations()) {
            assertThat(observatory
                            .event(declaration.component().key(), "summaryState", "summaryState")
                            .intValue())
                    .isEqualTo(4);
        }
    }

    @Test
    void heartbeatsComeEveryTwoSecondsInTheShapeOfLovesProducer() {
        observatory.take();
        observatory.advance(20);

        assertThat(observatory.payloads(Category.EVENT, "Heartbeat", "stream"))
                .filteredOn(beat -> beat.path("csc").textValue().equals("ESS"))
                .hasSizeBetween(9, 11)
                .allSatisfy(beat -> {
                    assertThat(beat.fieldNames())
                            .toIterable()
                            .containsExactly(
                                    "csc", "salindex", "lost", "last_heartbeat_timestamp", "max_lost_heartbeats");
                    assertThat(beat.path("salindex").intValue()).isEqualTo(301);
                    assertThat(beat.path("lost").intValue()).isZero();
                    assertThat(beat.path("max_lost_heartbeats").intValue()).isEqualTo(5);
                });
    }

    @Test
    void theHeartbeatsOfAnOfflineComponentAreLostAndItIsSilent() {
        for (String command : List.of("disable", "standby", "exitControl")) {
            observatory.command("ATDome", command, "{}");
        }
        observatory.take();
        observatory.advance(11);

        assertThat(observatory.payloads(Category.TELEMETRY, "ATDome", "position"))
                .isEmpty();
        assertThat(observatory.payloads(Category.EVENT, "Heartbeat", "stream"))
                .filteredOn(beat -> beat.path("csc").textValue().equals("ATDome"))
                .last()
                .satisfies(beat -> assertThat(beat.path("lost").intValue()).isGreaterThanOrEqualTo(5));
        for (String command : List.of("enterControl", "start", "enable")) {
            assertThat(observatory.command("ATDome", command, "{}")).isEqualTo(Reply.DONE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "enable, enable is not allowed: ATDome:0 is enabled",
        "start, start is not allowed: ATDome:0 is enabled",
        "standby, standby is not allowed: ATDome:0 is enabled",
        "exitControl, exitControl is not allowed: ATDome:0 is enabled",
        "fly, ATDome has no command cmd_fly"
    })
    void whatTheStateDoesNotAllowIsRefused(String command, String reason) {
        observatory.take();

        assertThat(observatory.command("ATDome", command, "{}")).isEqualTo(Reply.rejected(reason));
        assertThat(observatory.take()).isEmpty();
    }

    @Test
    void commandsToNobodyAreRefused() {
        assertThat(observatory.command("ATDome:1", "disable", "{}"))
                .isEqualTo(Reply.rejected("there is no component ATDome:1"));
    }

    @Test
    void aCommandIsLoggedWithWhoGaveIt() {
        observatory.command("ATDome", "homeAzimuth", "{}");

        assertThat(observatory.event("ATDome", "logMessage", "message").textValue())
                .isEqualTo("homeAzimuth by ada@test");
    }

    @Test
    void logMessagesBelowTheLevelAreNotSent() {
        observatory.command("ATDome", "setLogLevel", "{\"level\": 30}");
        observatory.take();
        observatory.command("ATDome", "homeAzimuth", "{}");

        assertThat(observatory.payloads(Category.EVENT, "ATDome", "logMessage")).isEmpty();
    }

    @Test
    void anEntryOfTheObservingLogIsAnEvent() {
        observatory.command("LOVE", "addObservingLog", "{\"user\": \"ada\", \"message\": \"seeing is good\"}");

        assertThat(observatory.event("LOVE", "observingLog", "user").textValue())
                .isEqualTo("ada");
        assertThat(observatory.event("LOVE", "observingLog", "message").textValue())
                .isEqualTo("seeing is good");
    }

    @Test
    void theSameSeedAndTimesMakeTheSameMessages() {
        SteppedObservatory other = new SteppedObservatory();
        observatory.advance(30);
        other.advance(30);

        assertThat(texts(observatory.take())).isEqualTo(texts(other.take()));
    }

    private static List<JsonNode> texts(List<Message> messages) {
        return messages.stream().map(SteppedObservatory::json).toList();
    }

    @Test
    void itSaysFewerThanSixtyThingsASecondEvenWhenAllMoves() {
        observatory.take();
        observatory.advance(60);
        assertThat(observatory.take().size() / 60.0).isLessThan(20);
        runEverything();
        assertThat(observatory.take().size() / 300.0).isLessThan(60);
    }

    @Test
    void theWeatherWandersWithinReason() {
        observatory.advanceBySeconds(3_600);
        assertThat(observatory.payloads(Category.TELEMETRY, "ESS:301", "temperature"))
                .hasSizeBetween(3_590, 3_610);
        assertThat(observatory
                        .telemetry("ESS:301", "temperature", "temperatureItem")
                        .path(0)
                        .doubleValue())
                .isBetween(-5.0, 30.0);
        double temperature = observatory
                .telemetry("ESS:301", "temperature", "temperatureItem")
                .path(0)
                .doubleValue();
        assertThat(observatory.telemetry("ESS:301", "dewPoint", "dewPointItem").doubleValue())
                .isLessThan(temperature);
    }
}
