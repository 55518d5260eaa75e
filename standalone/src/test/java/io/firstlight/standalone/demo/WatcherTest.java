package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.address.Category;
import io.firstlight.standalone.demo.sal.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code Watcher:0} by what it sends. */
final class WatcherTest {

    private static final String DOME = "Enabled.ATDome:0";

    private final SteppedObservatory observatory = new SteppedObservatory();

    @BeforeEach
    void nothingIsWrong() {
        observatory.advance(2);
    }

    private JsonNode alarm(String field) {
        return observatory
                .payloads(Category.EVENT, "Watcher", "stream")
                .getLast()
                .path("alarms")
                .path(DOME)
                .path(field)
                .path("value");
    }

    private int severity(String name) {
        return observatory
                .payloads(Category.EVENT, "Watcher", "stream")
                .getLast()
                .path("alarms")
                .path(name)
                .path("severity")
                .path("value")
                .intValue();
    }

    private Reply watcher(String command, String params) {
        return observatory.command("Watcher", command, params);
    }

    private Reply acknowledge(int severity) {
        return watcher(
                "acknowledge",
                "{\"name\": \"" + DOME + "\", \"severity\": " + severity + ", \"acknowledgedBy\": \"ada\"}");
    }

    @Test
    void anAlarmIsRaisedAsEventAndInTheDictionary() {
        assertThat(alarm("severity").intValue()).isEqualTo(1);
        observatory.command("ATDome", "disable", "{}");
        observatory.advance(2);

        assertThat(observatory.event("Watcher", "alarm", "name").textValue()).isEqualTo(DOME);
        assertThat(observatory.event("Watcher", "alarm", "severity").intValue()).isEqualTo(2);
        assertThat(alarm("severity").intValue()).isEqualTo(2);
        assertThat(alarm("reason").textValue()).isEqualTo("ATDome:0 is disabled");
    }

    @Test
    void aNewReasonIsToldAlthoughTheSeverityIsTheSame() {
        observatory.command("ATDome", "disable", "{}");
        observatory.advance(2);
        observatory.command("ATDome", "standby", "{}");
        observatory.advance(2);

        assertThat(alarm("reason").textValue()).isEqualTo("ATDome:0 is standby");
    }

    @Test
    void theDictionaryHasEveryAlarmWithAllFields() {
        JsonNode alarms = observatory
                .payloads(Category.EVENT, "Watcher", "stream")
                .getLast()
                .path("alarms");

        assertThat(alarms.fieldNames())
                .toIterable()
                .contains(DOME, "OpenInWind.ATDome:0", "NearLimit.ATMCS:0", "Enabled.ATMCS:0");
        assertThat(alarms.path(DOME).fieldNames())
                .toIterable()
                .startsWith("private_sndStamp")
                .containsSubsequence(
                        "name",
                        "severity",
                        "reason",
                        "maxSeverity",
                        "acknowledged",
                        "acknowledgedBy",
                        "escalatedId",
                        "escalateTo",
                        "mutedSeverity",
                        "mutedBy",
                        "timestampSeverityOldest",
                        "timestampUnmute");
    }

    @Test
    void anAcknowledgedAlarmIsForgottenWhenItIsOver() {
        observatory.command("ATDome", "disable", "{}");
        observatory.advance(2);
        assertThat(acknowledge(2)).isEqualTo(Reply.DONE);
        assertThat(alarm("acknowledged").booleanValue()).isTrue();
        assertThat(alarm("acknowledgedBy").textValue()).isEqualTo("ada");

        observatory.command("ATDome", "enable", "{}");
        observatory.advance(2);
        assertThat(alarm("maxSeverity").intValue()).isEqualTo(1);
        assertThat(alarm("acknowledged").booleanValue()).isFalse();
    }

    @Test
    void anAlarmThatNobodyAcknowledgedIsRememberedAfterItIsOver() {
        observatory.command("ATDome", "disable", "{}");
        observatory.advance(2);
        observatory.command("ATDome", "enable", "{}");
        observatory.advance(2);

        assertThat(alarm("severity").intValue()).isEqualTo(1);
        assertThat(alarm("maxSeverity").intValue()).isEqualTo(2);
        assertThat(acknowledge(2)).isEqualTo(Reply.DONE);
        assertThat(alarm("maxSeverity").intValue()).isEqualTo(1);
    }

    @Test
    void itIsNotAcknowledgedAnyMoreWhenItGetsWorse() {
        observatory.command("ATDome", "disable", "{}");
        observatory.advance(2);
        acknowledge(2);
        observatory.command("ATDome", "standby", "{}");
        observatory.command("ATDome", "exitControl", "{}");
        observatory.advance(2);

        assertThat(alarm("severity").intValue()).isEqualTo(3);
        assertThat(alarm("acknowledged").booleanValue()).isFalse();
        assertThat(acknowledge(2)).isInstanceOf(Reply.Rejected.class);
        assertThat(acknowledge(3)).isEqualTo(Reply.DONE);
    }

    @Test
    void anAcknowledgementIsTakenBackByHandAndAfterAnHour() {
        observatory.command("ATDome", "disable", "{}");
        observatory.advance(2);
        acknowledge(2);
        assertThat(alarm("timestampAutoUnacknowledge").doubleValue()).isGreaterThan(0);
        watcher("unacknowledge", "{\"name\": \"" + DOME + "\"}");
        assertThat(alarm("acknowledged").booleanValue()).isFalse();

        acknowledge(2);
        observatory.advanceBySeconds(3_590);
        assertThat(alarm("acknowledged").booleanValue()).isTrue();
        observatory.advance(15);
        assertThat(alarm("acknowledged").booleanValue()).isFalse();
    }

    @Test
    void anAlarmIsMutedForAWhile() {
        String mute = "{\"name\": \"" + DOME + "\", \"duration\": 30, \"severity\": 3, \"mutedBy\": \"ada\"}";
        assertThat(watcher("mute", mute)).isEqualTo(Reply.DONE);
        assertThat(alarm("mutedSeverity").intValue()).isEqualTo(3);
        assertThat(alarm("mutedBy").textValue()).isEqualTo("ada");
        observatory.advance(32);
        assertThat(alarm("mutedSeverity").intValue()).isEqualTo(1);

        watcher("mute", mute);
        assertThat(watcher("unmute", "{\"name\": \"" + DOME + "\"}")).isEqualTo(Reply.DONE);
        assertThat(alarm("mutedSeverity").intValue()).isEqualTo(1);
    }

    @Test
    void badCommandsAreRefusedAndChangeNothing() {
        observatory.take();

        assertThat(watcher("acknowledge", "{\"name\": \"x\", \"severity\": 2, \"acknowledgedBy\": \"ada\"}"))
                .isEqualTo(Reply.rejected("there is no alarm x"));
        assertThat(acknowledge(9)).isInstanceOf(Reply.Rejected.class);
        assertThat(watcher("acknowledge", "{\"name\": \"" + DOME + "\"}")).isInstanceOf(Reply.Rejected.class);
        assertThat(watcher(
                        "mute",
                        "{\"name\": \"" + DOME + "\", \"duration\": -1, \"severity\": 3, \"mutedBy\": \"ada\"}"))
                .isInstanceOf(Reply.Rejected.class);
        assertThat(observatory.take()).isEmpty();
    }

    @Test
    void theMountNearALimitIsAnAlarm() {
        observatory.command("ATPtg", "azElTarget", "{\"azDegs\": 0, \"elDegs\": 86}");
        observatory.advance(20);

        assertThat(severity("NearLimit.ATMCS:0")).isEqualTo(2);
    }

    @Test
    void anOpenDomeInAStrongWindIsAnAlarm() {
        observatory.command("ATDome", "openShutter", "{}");
        observatory.advance(15);
        int seconds = 0;
        while (severity("OpenInWind.ATDome:0") != 3 && seconds < 6 * 3_600) {
            observatory.advanceBySeconds(1);
            seconds++;
        }
        assertThat(observatory.telemetry("ESS:301", "airFlow", "speed").doubleValue())
                .isGreaterThan(10);
    }
}
