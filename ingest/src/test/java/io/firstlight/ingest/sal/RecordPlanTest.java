package io.firstlight.ingest.sal;

import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.SalVector;
import io.firstlight.schemas.json.Json;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

final class RecordPlanTest {

    private static String field(String type) {
        return "{\"type\": \"record\", \"name\": \"t\", \"fields\": [{\"name\": \"f\", \"type\": " + type + "}]}";
    }

    private static String json(String type, int... bytes) {
        byte[] value = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            value[i] = (byte) bytes[i];
        }
        return new String(RecordPlan.of(field(type)).fields(value, 0, 0).toJson(), StandardCharsets.US_ASCII);
    }

    @Test
    void writesWhatSalDoesNotHaveAsJsonWithoutADataType() {
        String end = ", \"dataType\": \"None\", \"units\": \"unitless\"}}";
        assertThat(json("{\"type\": \"map\", \"values\": \"int\"}", 4, 2, 'a', 2, 2, 'b', 4, 0))
                .isEqualTo("{\"f\": {\"value\": {\"a\": 1, \"b\": 2}" + end);
        assertThat(json(
                        "{\"type\": \"record\", \"name\": \"r\", \"fields\": [{\"name\": \"x\", \"type\": \"int\"},"
                                + " {\"name\": \"y\", \"type\": \"boolean\"}]}",
                        2,
                        1))
                .isEqualTo("{\"f\": {\"value\": {\"x\": 1, \"y\": true}" + end);
        assertThat(json("\"bytes\"", 4, 1, 2)).isEqualTo("{\"f\": {\"value\": null" + end);
        assertThat(json("\"null\"")).isEqualTo("{\"f\": {\"value\": null" + end);
    }

    @Test
    void readsArraysInBlocksWithAndWithoutTheirSizes() {
        assertThat(json("{\"type\": \"array\", \"items\": \"int\"}", 3, 4, 2, 4, 2, 6, 0))
                .isEqualTo("{\"f\": {\"value\": [1, 2, 3], \"dataType\": \"Array<Int>\", \"units\": \"unitless\"}}");
    }

    @Test
    void refusesSchemasWithoutAnEnd() {
        String recursive =
                "{\"type\": \"record\", \"name\": \"r\", \"fields\": [{\"name\": \"next\", \"type\": [\"null\", \"r\"]}]}";
        assertThatExceptionOfType(UnusableSchema.class).isThrownBy(() -> RecordPlan.of(recursive));
        assertThatExceptionOfType(UnusableSchema.class)
                .isThrownBy(() -> RecordPlan.of(field("{\"type\": \"array\", \"items\": \"null\"}")));
        StringBuilder unfolding = new StringBuilder("\"int\"");
        for (int i = 0; i < 18; i++) {
            unfolding.insert(
                    0, "{\"type\": \"record\", \"name\": \"r" + i + "\", \"fields\": [{\"name\": \"a\", \"type\": ");
            unfolding
                    .append("}, {\"name\": \"b\", \"type\": \"")
                    .append(i == 0 ? "int" : "r" + (i - 1))
                    .append("\"}]}");
        }
        assertThatExceptionOfType(UnusableSchema.class).isThrownBy(() -> RecordPlan.of(field(unfolding.toString())));
    }

    @Test
    void refusesWhatAvrosParserFailsOnInItsOwnWays() {
        for (String odd : List.of(
                "\"type\": \"double\", \"default\": \"\"",
                "\"type\": \"double\", \"order\": \"up\"",
                "\"type\": \"double\", \"order\": 1")) {
            String schema = "{\"type\": \"record\", \"name\": \"r\", \"fields\": [{\"name\": \"f\", " + odd + "}]}";
            assertThatExceptionOfType(UnusableSchema.class).as(odd).isThrownBy(() -> RecordPlan.of(schema));
        }
    }

    @Test
    void asksForNoMemoryThatGarbageNames() {
        int[] huge = {0xfe, 0xff, 0xff, 0xff, 0x0f};
        assertThatExceptionOfType(MalformedRecord.class).isThrownBy(() -> json("\"string\"", huge));
        assertThatExceptionOfType(MalformedRecord.class)
                .isThrownBy(() -> json("{\"type\": \"array\", \"items\": \"int\"}", huge));
        assertThatExceptionOfType(MalformedRecord.class)
                .isThrownBy(() -> json("\"long\"", 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1));
    }

    /** A damaged record is refused or is another record; nothing else may happen, and what it makes is JSON. */
    @Test
    void takesDamagedRecordsForMalformedOrForOthers() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (SalVector vector : SalVector.all()) {
            RecordPlan plan = RecordPlan.of(vector.schema());
            byte[] good = SalComponents.framed(1, vector.record());
            for (int i = 0; i < 500; i++) {
                byte[] damaged = good.clone();
                for (int times = 1 + random.nextInt(4); times > 0; times--) {
                    damaged[5 + random.nextInt(good.length - 5)] = (byte) random.nextInt();
                }
                try {
                    plan.instance(damaged, 5);
                    byte[] json = plan.fields(damaged, 5, 1.0).toJson();
                    assertThat(Json.mapper().readTree(json).isObject())
                            .as("seed %d", seed)
                            .isTrue();
                } catch (MalformedRecord e) {
                    refused++;
                }
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }
}
