package io.firstlight.router.liveness;

import io.firstlight.router.liveness.Sign.Beat;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SignsTest {

    @Test
    void areOneOfTheRecordsComponentWithAllItsStreams() {
        List<Sign> signs = Signs.in(
                utf8(
                        "{\"category\":\"telemetry\",\"csc\":\"Host\",\"salindex\":3,\"data\":{\"cpu\":{},\"disk\":[1]},\"producer\":\"p\"}"),
                77);
        assertThat(signs)
                .containsExactly(new Sign(
                        new Component("Host", 3),
                        "p",
                        77,
                        List.of(new Beat("telemetry:cpu", 0), new Beat("telemetry:disk", 0))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"private_sndStamp\": {\"value\": 1690852677.25, \"dataType\": \"Float\", \"units\": \"second\"}, \"a\": {}}",
                "{\"salIndex\": {\"value\": 1, \"dataType\": \"Int\", \"units\": \"unitless\"}, \"private_sndStamp\": {\"value\": 1690852677.25}}",
                "[{\"private_sndStamp\":{\"units\":\"second\",\"value\":1690852677.25}}]",
                "[ {\n\"private_sndStamp\" : { \"value\" : 1690852677.25 } } ]"
            })
    void carryTheStampOfThePayloadHoweverItIsSpaced(String payload) {
        long stamp = stamp(payload);
        assertThat(stamp).isNotEqualTo(Beat.NO_STAMP);
        assertThat(stamp).isEqualTo(stamp("{\"private_sndStamp\":{\"value\":1690852677.25}}"));
        assertThat(stamp(payload.replace("677.25", "679.25"))).isNotEqualTo(stamp);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "7",
                "{\"a\":{\"value\":1}}",
                "{\"private_sndStamp\":7}",
                "{\"private_sndStamp\":{\"value\":\"now\"}}",
                "{\"private_sndStamp\":{\"units\":\"second\"},\"a\":{\"value\":1}}",
                "{\"private_sndStamp\":{\"value\":1690852677",
                "{\"text\":{\"value\":\"\\\"private_sndStamp\\\": {\\\"value\\\": 5}\"}}"
            })
    void haveNoStampWhereThePayloadHasNone(String payload) {
        assertThat(stamp(payload)).isEqualTo(Beat.NO_STAMP);
    }

    @Test
    void doNotLookForAStampDeepInALargePayload() {
        String late = "{\"a\":\"" + "x".repeat(600) + "\",\"private_sndStamp\":{\"value\":5}}";
        assertThat(stamp(late)).isEqualTo(Beat.NO_STAMP);
    }

    @Test
    void areAlsoOneOfTheComponentWhoseHeartbeatIsToldOf() {
        List<Sign> signs = Signs.in(heartbeat("ATDome", "1690852639.9"), 5);
        assertThat(signs).extracting(sign -> sign.component().key()).containsExactly("Heartbeat:0", "ATDome:2");
        assertThat(signs.getLast().beats()).extracting(Beat::stream).containsExactly("event:Heartbeat");
        assertThat(signs.getLast().beats())
                .isEqualTo(Signs.in(heartbeat("ATDome", "1690852639.9"), 9)
                        .getLast()
                        .beats())
                .isNotEqualTo(Signs.in(heartbeat("ATDome", "1690852641.9"), 9)
                        .getLast()
                        .beats());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-1.0", "null", "\"1\"", "{\"csc\": \"B\"}"})
    void areNoneOfAComponentThatNeverHadAHeartbeat(String last) {
        assertThat(Signs.in(heartbeat("ATDome", last), 5)).hasSize(1);
    }

    @Test
    void areNoneOfAComponentWithAnIllegalName() {
        assertThat(Signs.in(heartbeat("AT Dome", "5"), 5)).hasSize(1);
    }

    @Test
    void areNoneWhereTheRecordIsNone() {
        assertThat(Signs.in(null, 5)).isEmpty();
        assertThat(Signs.in(utf8("{}"), 5)).isEmpty();
        assertThat(Signs.in(new byte[] {(byte) 0xff}, 5)).isEmpty();
    }

    @Test
    void areTheSameAfterTheirWayHome() {
        Sign sign = new Sign(new Component("A", -1), null, 7, List.of(new Beat("event:s", 4), new Beat("log:t", 0)));
        assertThat(Sign.of(sign.toBytes())).contains(sign);
        Sign named = new Sign(new Component("A", 1), "p\u00e9", 7, List.of());
        assertThat(Sign.of(named.toBytes())).contains(named);
    }

    @Test
    void areNotReadFromBytesThatAreNone() {
        assertThat(Sign.of(null)).isEmpty();
        assertThat(Sign.of(new byte[0])).isEmpty();
        assertThat(Sign.of(utf8("{\"category\":1}"))).isEmpty();
        byte[] cut = new Sign(new Component("A", 1), "p", 7, List.of(new Beat("event:s", 4))).toBytes();
        assertThat(Sign.of(Arrays.copyOf(cut, cut.length - 1))).isEmpty();
    }

    private static byte[] heartbeat(String csc, String last) {
        return utf8(
                "{\"category\":\"event\",\"csc\":\"Heartbeat\",\"salindex\":0,\"data\":{\"stream\":{\"csc\": \"" + csc
                        + "\", \"salindex\": 2, \"lost\": 0, \"last_heartbeat_timestamp\": " + last
                        + ", \"max_lost_heartbeats\": 5}}}");
    }

    private static long stamp(String payload) {
        byte[] bytes = utf8(payload);
        return Signs.sndStamp(bytes, new Span(0, bytes.length));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
