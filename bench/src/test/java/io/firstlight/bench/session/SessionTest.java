package io.firstlight.bench.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Streams;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.json.Json;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/** The checker is checked: what is wrong must be found. */
class SessionTest {

    private static final int RUN = 5;

    private final Streams streams = new Streams(Category.TELEMETRY, RUN, 1, 2, 200);
    private final Tally tally = new Tally();
    private final Session session = new Session(Group.ofInstance(streams, 0), tally);

    @Test
    void holdsWhenEveryRecordFollowsTheSnapshotOnce() throws IOException {
        answer("\"snapshot\": 1");
        record(4, "\"snapshot\": true");
        record(5, "\"position\": \"abc\"");

        assertThat(session.position()).isEqualTo("abc");
        assertThat(session.outstanding(new long[] {5, 0})).isZero();
        assertThat(verdict(0)).isEqualTo("held");
    }

    @Test
    void findsARecordThatWasPassedOver() throws IOException {
        answer("\"snapshot\": 1");
        record(4, "\"snapshot\": true");
        record(6, "\"position\": \"abc\"");

        assertThat(verdict(0)).isEqualTo("BROKEN");
    }

    @Test
    void findsARecordThatCameTwice() throws IOException {
        answer("\"snapshot\": 1");
        record(4, "\"snapshot\": true");
        record(4, "\"position\": \"abc\"");

        assertThat(verdict(0)).isEqualTo("BROKEN");
    }

    @Test
    void findsASnapshotThatIsNotWhole() throws IOException {
        answer("\"snapshot\": 2");
        record(4, "\"snapshot\": true");
        record(5, "\"position\": \"abc\"");

        assertThat(verdict(0)).isEqualTo("BROKEN");
    }

    @Test
    void takesAMergedFrameForTheRecordsWhoseExtremesItCarries() throws IOException {
        answer("\"snapshot\": 0");
        record(1, "\"position\": \"abc\"");
        record(4, "\"merged\": {\"count\": 3, \"extremes\": {\"/Bench/stream0/0/bench/2\": {\"min\": 2, \"max\": 4}}}");

        assertThat(verdict(0)).isEqualTo("held");
    }

    @Test
    void findsAMergedFrameThatLacksARecord() throws IOException {
        answer("\"snapshot\": 0");
        record(4, "\"merged\": {\"count\": 3, \"extremes\": {\"/Bench/stream0/0/bench/2\": {\"min\": 1, \"max\": 4}}}");

        assertThat(verdict(0)).isEqualTo("BROKEN");
    }

    @Test
    void findsThatThePositionWasNotTakenUp() throws IOException {
        answer("\"snapshot\": 0");
        record(1, "\"position\": \"abc\"");
        answer("\"recovered\": false, \"reason\": \"foreign\", \"snapshot\": 0");

        assertThat(verdict(0)).isEqualTo("BROKEN");
    }

    @Test
    void comesBackWithItsPosition() {
        assertThat(text(session.subscription())).contains("\"snapshot\":true");

        record(1, "\"position\": \"abc\"");

        assertThat(text(session.subscription())).contains("\"resume\":\"abc\"").doesNotContain("snapshot");
    }

    private void answer(String keys) {
        frame("{\"data\": \"Successfully subscribed to telemetry-Bench-0-all\", " + keys + "}");
    }

    private void record(long sequence, String keys) {
        String data = text(streams.message(0, sequence, 1).data());
        frame("{\"category\": \"telemetry\", \"data\": [{\"csc\": \"Bench\", \"salindex\": 0, \"data\": {\"Bench\": "
                + data + "}}], \"subscription\": \"telemetry-Bench-0-all\", " + keys + "}");
    }

    private void frame(String text) {
        byte[] bytes = ("xx" + text + "yy").getBytes(StandardCharsets.UTF_8);
        Stamp stamp = session.frame(bytes, 2, bytes.length - 2);
        assertThat(stamp == null || stamp.run() == RUN).isTrue();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String verdict(long missing) throws IOException {
        session.forget();
        JsonNode report =
                Json.mapper().readTree(tally.report(new Report("x"), missing).json());
        return report.get("verdict").asText();
    }
}
