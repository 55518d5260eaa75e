package io.firstlight.ingest.intake;

import io.firstlight.ingest.FakeLog;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.notice.Notice;
import io.firstlight.schemas.quarantine.QuarantineHeaders;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.RecordParser;
import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

final class IntakeTest {

    private static final int MAX_VALUE_BYTES = 1 << 20;
    private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");

    private final FakeLog log = new FakeLog();
    private final FakeLog ordered = new FakeLog();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Intake intake =
            new Intake(log, ordered, MAX_VALUE_BYTES, Validation.LENIENT, meters, InstantSource.fixed(NOW));

    private IntakeOutcome accept(String frame) {
        return intake.accept(frame.getBytes(StandardCharsets.UTF_8), "tester", address -> true);
    }

    private void assertRejected(IntakeOutcome outcome, ErrorCode code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        IntakeOutcome.Rejected.class,
                        rejected -> assertThat(rejected.code())
                                .as(rejected.message())
                                .isEqualTo(code));
        assertThat(log.entries()).extracting(FakeLog.Entry::topic).containsOnly(Topic.QUARANTINE);
        assertThat(meters.counter("firstlight.intake.rejected", "reason", code.wireName())
                        .count())
                .isEqualTo(1);
    }

    @Nested
    final class ALoveFrame {

        @Test
        void becomesOneRecordPerElementInOrder() {
            IntakeOutcome outcome = accept("""
                    {"category": "event", "extra": [1], "data": [
                      {"csc": "ScriptQueue", "salindex": 1, "data": {"s1": [{"a": 1.0}], "s2": {"b" : 2}}},
                      {"csc": "ATDome", "salindex": "0", "data": {"x": {}}}], "producer_snd": 1690852640.123}""");

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            IntakeOutcome.Accepted.class,
                            accepted -> assertThat(accepted.acknowledgements().join())
                                    .hasSize(2));
            assertThat(log.entries(Topic.EVENT))
                    .extracting(FakeLog.Entry::key, FakeLog.Entry::value)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "ScriptQueue:1",
                                    "{\"category\":\"event\",\"csc\":\"ScriptQueue\",\"salindex\":1,\"data\":{\"s1\": [{\"a\": 1.0}],"
                                            + " \"s2\": {\"b\" : 2}},\"producer\":\"tester\",\"producer_snd\":1690852640.123}"),
                            org.assertj.core.groups.Tuple.tuple(
                                    "ATDome:0",
                                    "{\"category\":\"event\",\"csc\":\"ATDome\",\"salindex\":\"0\",\"data\":{\"x\": {}},"
                                            + "\"producer\":\"tester\",\"producer_snd\":1690852640.123}"));
        }

        @Test
        void keepsNumbersThatJsonLacksAndEverythingElseAsItCame() {
            accept("{\"category\":\"telemetry\",\"producer_snd\":NaN,\"data\":[{\"csc\":\"A\",\"salindex\":1,\"data\":"
                    + "{\"s\":{\"a\":NaN,\"b\":[-Infinity,1e+16],\"c\":\"NaN \\u0000 Infinity\"}}}]}");

            String value = log.entries(Topic.TELEMETRY).getFirst().value();
            assertThat(value)
                    .contains("{\"a\":{\"$float\":\"NaN\"},\"b\":[{\"$float\":\"-Infinity\"},1e+16],"
                            + "\"c\":\"NaN \\u0000 Infinity\"}")
                    .contains("\"producer_snd\":{\"$float\":\"NaN\"}");
            assertThat(RecordParser.parse(value.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(ComponentRecord.class);
        }

        @ParameterizedTest
        @CsvSource({"cmd, COMMAND", "love_csc, LOG", "ack, ACK", "heartbeat, HEARTBEAT", "initial_state, INITIAL_STATE"
        })
        void findsItsTopicByLovesWord(String category, Topic topic) {
            accept("{\"category\":\"" + category + "\",\"data\":[{\"csc\":\"A\",\"salindex\":0,\"data\":{\"s\":1}}]}");
            assertThat(log.entries(topic)).hasSize(1);
        }

        @Test
        void withoutElementsIsAcceptedAndWritesNothing() {
            assertThat(accept("{\"category\":\"event\",\"data\":[]}")).isInstanceOf(IntakeOutcome.Accepted.class);
            assertThat(log.entries()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                        MALFORMED_JSON   | hello
                        MALFORMED_JSON   | ``
                        MALFORMED_JSON   | []
                        MALFORMED_JSON   | {"category":"event","data":[]} x
                        MALFORMED_JSON   | {"category":"event","data":[
                        MALFORMED_JSON   | {"category":"event","data":[{"csc":"A","salindex":0,"data":{"s":INF}}]}
                        MALFORMED_JSON   | {"category":"event","data":[{"csc":"A","salindex":0,"data":{"s":+Infinity}}]}
                        MALFORMED_JSON   | {"category":"event","data":[{"csc":"A","salindex":0,"data":{"s":[NaN,INF]}}]}
                        MALFORMED_JSON   | {"category":"event","data":[{"csc":"A","salindex":0,"data":{"s":NaN
                        MALFORMED_JSON   | {"category":"event","data":[{"csc":"A","salindex":0,"data":{"s":1,"s":2}}]}
                        MALFORMED_JSON   | {"category":"event","data":[{"csc":"A","salindex":0,"data":{"s":1,"t":2,"s":2}}]}
                        MALFORMED_JSON   | {"category":"event","data":[],"data":[]}
                        MALFORMED_JSON   | {"category":"event","data":[{"csc":"A","csc":"B","salindex":0,"data":{}}]}
                        MISSING_FIELD    | {}
                        MISSING_FIELD    | {"data":[]}
                        MISSING_FIELD    | {"category":"event"}
                        MISSING_FIELD    | {"category":7,"data":[]}
                        MISSING_FIELD    | {"category":"event","data":{}}
                        MISSING_FIELD    | {"category":"event","data":[7]}
                        MISSING_FIELD    | {"category":"event","data":[{"salindex":0,"data":{}}]}
                        MISSING_FIELD    | {"category":"event","data":[{"csc":"A","data":{}}]}
                        MISSING_FIELD    | {"category":"event","data":[{"csc":"A","salindex":1.5,"data":{}}]}
                        MISSING_FIELD    | {"category":"event","data":[{"csc":"A","salindex":0}]}
                        MISSING_FIELD    | {"category":"event","data":[{"csc":"A","salindex":0,"data":[]}]}
                        UNKNOWN_CATEGORY | {"category":"gossip","data":[]}
                        UNKNOWN_CATEGORY | {"category":"command","data":[]}
                        ILLEGAL_NAME     | {"category":"event","data":[{"csc":"A B","salindex":0,"data":{}}]}
                        ILLEGAL_NAME     | {"category":"event","data":[{"csc":"A","salindex":"all","data":{}}]}
                        ILLEGAL_NAME     | {"category":"event","data":[{"csc":"A","salindex":"007","data":{}}]}
                        ILLEGAL_NAME     | {"category":"event","data":[{"csc":"A","salindex":99999999999,"data":{}}]}
                        ILLEGAL_NAME     | {"category":"event","data":[{"csc":"A","salindex":0,"data":{"ü":1}}]}
                        ILLEGAL_NAME     | {"category":"event","data":[{"csc":"A","salindex":0,"data":{"":1}}]}
                        """)
        void isRefusedWithTheCodeOfItsMistake(ErrorCode code, String frame) {
            assertRejected(accept(frame), code);
        }

        @Test
        void isRefusedWholeWhenItsSenderMayNotWriteOneOfItsStreams() {
            byte[] frame = ("{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"salindex\":0,"
                            + "\"data\":{\"mine\":1,\"also\":2,\"other\":3}}]}")
                    .getBytes(StandardCharsets.UTF_8);

            assertRejected(
                    intake.accept(frame, "tester", address -> !address.stream().equals("other")),
                    ErrorCode.NOT_ALLOWED);
        }

        @Test
        void isRefusedWhenItsSenderMayNotWriteTheComponentOfAnElementWithoutStreams() {
            byte[] frame = "{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"salindex\":0,\"data\":{}}]}"
                    .getBytes(StandardCharsets.UTF_8);

            assertThat(intake.accept(
                            frame, "tester", address -> address.toString().equals("event:A:0:all")))
                    .isInstanceOf(IntakeOutcome.Accepted.class);
            assertThat(log.entries(Topic.EVENT)).hasSize(1);
            assertThat(intake.accept(frame, "tester", address -> false)).isInstanceOf(IntakeOutcome.Rejected.class);
            assertThat(log.entries(Topic.EVENT)).hasSize(1);
        }

        @Test
        void isWrittenWhereOrderIsKeptIfItIsNumbered() {
            numbered("{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"salindex\":0,\"data\":{\"s\":1}},"
                    + "{\"csc\":\"A\",\"salindex\":1,\"data\":{\"s\":1}}]}");

            assertThat(ordered.entries())
                    .extracting(FakeLog.Entry::key, entry -> SenderMark.of(entry.headers()))
                    .containsExactly(tuple("A:0", MARK), tuple("A:1", MARK));
            assertThat(log.entries()).isEmpty();
        }

        @Test
        void isRefusedWhenItIsNumberedAndNamesAComponentTwice() {
            assertRejected(
                    numbered("{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"salindex\":0,\"data\":{\"s\":1}},"
                            + "{\"csc\":\"A\",\"salindex\":0,\"data\":{\"s\":2}}]}"),
                    ErrorCode.BAD_PARAMETER);
            assertThat(ordered.entries()).isEmpty();
        }

        private static final SenderMark MARK = new SenderMark("s", 7);

        private IntakeOutcome numbered(String frame) {
            return intake.accept(frame.getBytes(StandardCharsets.UTF_8), "tester", address -> true, new Numbering() {
                @Override
                public SenderMark mark() {
                    return MARK;
                }

                @Override
                public Finding find(Topic topic, Component component) {
                    return new Finding.Absent();
                }
            });
        }

        @Test
        void isRefusedWholeWhenOnlyItsLastElementIsBad() {
            assertRejected(
                    accept(
                            "{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"salindex\":0,\"data\":{\"s\":1}},{\"csc\":\"A\"}]}"),
                    ErrorCode.MISSING_FIELD);
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"})
        void isRefusedInAnotherEncodingThanUtf8(String charset) {
            byte[] frame = "{\"category\":\"event\",\"data\":[],\"x\":\"ü\"}"
                    .getBytes(java.nio.charset.Charset.forName(charset));
            assertRejected(intake.accept(frame, "tester", address -> true), ErrorCode.MALFORMED_JSON);
        }

        @Test
        void isRefusedWhenTranslationMakesItTooLarge() {
            String list = "NaN,".repeat(MAX_VALUE_BYTES / 8) + "NaN";
            assertRejected(
                    accept("{\"category\":\"event\",\"data\":[{\"csc\":\"A\",\"salindex\":0,\"data\":{\"s\":[" + list
                            + "]}}]}"),
                    ErrorCode.TOO_LARGE);
        }

        @Test
        void hasADefinedOutcomeWhateverBytesAreChangedInIt() {
            byte[] good = ("{\"category\":\"event\",\"producer_snd\":1.5,\"data\":[{\"csc\":\"A\",\"salindex\":0,"
                            + "\"data\":{\"s\":[NaN,\"\\u00fc\",-Infinity,1e+5],\"t\":{\"value\":true}}}]}")
                    .getBytes(StandardCharsets.UTF_8);
            long seed = 20261121;
            Random random = new Random(seed);
            for (int round = 0; round < 20_000; round++) {
                byte[] frame = java.util.Arrays.copyOf(
                        good, random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length);
                for (int change = random.nextInt(4); change > 0 && frame.length > 0; change--) {
                    frame[random.nextInt(frame.length)] =
                            random.nextBoolean() ? good[random.nextInt(good.length)] : (byte) random.nextInt(256);
                }
                IntakeOutcome outcome = intake.accept(frame, "tester", address -> true);
                if (outcome instanceof IntakeOutcome.Accepted) {
                    for (FakeLog.Entry entry : log.entries().stream()
                            .filter(e -> e.topic() != Topic.QUARANTINE)
                            .toList()) {
                        assertThat(RecordParser.parse(entry.value().getBytes(StandardCharsets.UTF_8)))
                                .as("seed " + seed + ", round " + round)
                                .isInstanceOf(ComponentRecord.class);
                    }
                }
                log.entries().clear();
            }
        }
    }

    @Nested
    final class AMessage {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    " {\"b\":1, \"a\":[2,{}]} ",
                    "{\"t\":\"\\ud83d\\ude00\",\"n\":1e300,\"$float\":\"NaN\"}"
                })
        void isWrittenAsTheBytesItCameIn(String body) {
            assertThat(intake.acceptMessage(body.getBytes(StandardCharsets.UTF_8), "jobs"))
                    .isInstanceOf(IntakeOutcome.Accepted.class);
            assertThat(log.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.topic()).isEqualTo(Topic.MESSAGE);
                assertThat(entry.key()).isEqualTo("jobs");
                assertThat(entry.value()).isEqualTo(body);
            });
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                        MALFORMED_JSON  | []
                        MALFORMED_JSON  | 3
                        MALFORMED_JSON  | null
                        MALFORMED_JSON  | ``
                        MALFORMED_JSON  | {} {}
                        MALFORMED_JSON  | {"a":
                        MALFORMED_JSON  | {"a":INF}
                        NOT_STRICT_JSON | {"a":NaN}
                        NOT_STRICT_JSON | {"a":[-Infinity]}
                        NOT_STRICT_JSON | {"a":"x\\u0000"}
                        NOT_STRICT_JSON | {"\\u0000":1}
                        NOT_STRICT_JSON | {"a":"\\ud83d"}
                        NOT_STRICT_JSON | {"a":"\\ude00\\ud83d"}
                        NOT_STRICT_JSON | {"a":1e400000}
                        NOT_STRICT_JSON | {"a":1e-20000}
                        NOT_STRICT_JSON | {"a":1e99999999999}
                        """)
        void isRefusedWithTheCodeOfItsMistake(ErrorCode code, String body) {
            assertRejected(intake.acceptMessage(body.getBytes(StandardCharsets.UTF_8), null), code);
        }

        @Test
        void isRefusedWhenItIsTooLarge() {
            assertRejected(
                    intake.acceptMessage(
                            ("{\"a\":\"" + "x".repeat(MAX_VALUE_BYTES) + "\"}").getBytes(StandardCharsets.UTF_8), null),
                    ErrorCode.TOO_LARGE);
        }
    }

    @Nested
    final class ANotice {

        private static final Notice STATUS = new Notice("jobs", 41, "status_changed");

        private IntakeOutcome notice(Notice notice, String payload) {
            return intake.acceptNotice(notice, payload.getBytes(StandardCharsets.UTF_8), "tower");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                        {"status": "running", "n": 1.50} | {"status": "running", "n": 1.50,"group_name":"jobs"}
                        {}                               | {"group_name":"jobs"}
                        ` { } `                          | { "group_name":"jobs"}
                        {"group_name":"jobs","a":1}      | {"group_name":"jobs","a":1}
                        {"a":{"group_name":"x"}}         | {"a":{"group_name":"x"},"group_name":"jobs"}
                        {"group\\u005fname":"jobs"}      | {"group\\u005fname":"jobs"}
                        """)
        void isAnEventOfItsGroupWithTheGroupInItsPayload(String payload, String stored) {
            assertThat(notice(STATUS, payload)).isInstanceOf(IntakeOutcome.Accepted.class);

            FakeLog.Entry entry = log.entries(Topic.EVENT).getFirst();
            assertThat(entry.key()).isEqualTo("jobs:41");
            assertThat(entry.value())
                    .isEqualTo("{\"category\":\"event\",\"csc\":\"jobs\",\"salindex\":41,\"data\":{\"status_changed\":"
                            + stored + "},\"producer\":\"tower\"}");
            assertThat(RecordParser.parse(entry.value().getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(ComponentRecord.class);
        }

        @Test
        void withoutATypeIsADetailAndWithoutAnIdBelongsToNumberNought() {
            notice(Notice.ofId("job_events", 7), "{}");
            notice(Notice.ofType("schedules", "changed"), "{}");

            assertThat(log.entries())
                    .extracting(FakeLog.Entry::key, FakeLog.Entry::value)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "job_events:7",
                                    "{\"category\":\"event\",\"csc\":\"job_events\",\"salindex\":7,\"data\":{\"detail\":"
                                            + "{\"group_name\":\"job_events\"}},\"producer\":\"tower\"}"),
                            org.assertj.core.groups.Tuple.tuple(
                                    "schedules:0",
                                    "{\"category\":\"event\",\"csc\":\"schedules\",\"salindex\":0,\"data\":{\"changed\":"
                                            + "{\"group_name\":\"schedules\"}},\"producer\":\"tower\"}"));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                        MALFORMED_JSON  | []
                        MALFORMED_JSON  | ``
                        MALFORMED_JSON  | {} {}
                        MALFORMED_JSON  | {"group_name":"jobs","group_name":"jobs"}
                        BAD_PARAMETER   | {"group_name":"job"}
                        BAD_PARAMETER   | {"group_name":["jobs"]}
                        BAD_PARAMETER   | {"group_name":null}
                        NOT_STRICT_JSON | {"a":NaN}
                        NOT_STRICT_JSON | {"a":"\\u0000"}
                        """)
        void isRefusedWithTheCodeOfItsMistakeAndKeptInQuarantine(ErrorCode code, String payload) {
            assertRejected(notice(STATUS, payload), code);
            assertThat(QuarantineHeaders.of(
                                    log.entries(Topic.QUARANTINE).getFirst().headers())
                            .orElseThrow()
                            .source())
                    .isEqualTo("tower");
        }

        @Test
        void isRefusedWhenItsRecordIsTooLarge() {
            String filling = "x".repeat(MAX_VALUE_BYTES - 10);
            assertRejected(notice(STATUS, "{\"a\":\"" + filling + "\"}"), ErrorCode.TOO_LARGE);
        }
    }

    @Nested
    final class ARequestWithNotices {

        private IntakeOutcome request(String body) {
            return intake.acceptNotices(
                    body.getBytes(StandardCharsets.UTF_8),
                    "ann",
                    address -> !address.component().csc().equals("secret"));
        }

        @Test
        void holdsOneOrAListInTheirOrder() {
            request("{\"group\": \"jobs\", \"type\": \"status_changed\", \"id\": 41, \"payload\": {\"n\": 1e2}}");
            IntakeOutcome list = request("[{\"payload\":{},\"id\":7,\"type\":null,\"group\":\"job_events\"},"
                    + "{\"group\":\"schedules\",\"type\":\"changed\",\"payload\":{}}]");

            assertThat(list)
                    .isInstanceOfSatisfying(
                            IntakeOutcome.Accepted.class,
                            accepted -> assertThat(accepted.acknowledgements().join())
                                    .extracting(io.firstlight.ingest.producer.Acknowledgement::offset)
                                    .containsExactly(1L, 2L));
            assertThat(log.entries(Topic.EVENT))
                    .extracting(FakeLog.Entry::key)
                    .containsExactly("jobs:41", "job_events:7", "schedules:0");
            assertThat(log.entries(Topic.EVENT).getFirst().value())
                    .contains("\"status_changed\":{\"n\": 1e2,\"group_name\":\"jobs\"}", "\"producer\":\"ann\"");
        }

        @Test
        void withAnEmptyListIsAcceptedAndWritesNothing() {
            assertThat(request("[]")).isInstanceOf(IntakeOutcome.Accepted.class);
            assertThat(log.entries()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                        MALFORMED_JSON  | ``
                        MALFORMED_JSON  | 7
                        MALFORMED_JSON  | [7]
                        MALFORMED_JSON  | [{"group":"a","type":"b","payload":{}}
                        MALFORMED_JSON  | {"group":"a","type":"b","payload":{}} x
                        MALFORMED_JSON  | {"group":"a","group":"a","type":"b","payload":{}}
                        MISSING_FIELD   | {}
                        MISSING_FIELD   | {"type":"b","payload":{}}
                        MISSING_FIELD   | {"group":"a","payload":{}}
                        MISSING_FIELD   | {"group":"a","type":null,"id":null,"payload":{}}
                        MISSING_FIELD   | {"group":"a","type":"b"}
                        MISSING_FIELD   | {"group":"a","type":"b","payload":"{}"}
                        MISSING_FIELD   | {"group":"a","id":"7","payload":{}}
                        MISSING_FIELD   | {"group":null,"type":"b","payload":{}}
                        ILLEGAL_NAME    | {"group":"a b","type":"b","payload":{}}
                        ILLEGAL_NAME    | {"group":"all","type":"b","payload":{}}
                        ILLEGAL_NAME    | {"group":"a","id":-1,"payload":{}}
                        ILLEGAL_NAME    | {"group":"a","id":3000000000,"payload":{}}
                        BAD_PARAMETER   | {"group":"a","typ":"b","id":1,"payload":{}}
                        BAD_PARAMETER   | {"group":"a","type":"b","payload":{"group_name":"b"}}
                        NOT_STRICT_JSON | {"group":"a","type":"b","payload":{"n":NaN}}
                        NOT_STRICT_JSON | {"group":"a","type":"b","payload":{"n":1e400000}}
                        NOT_ALLOWED     | {"group":"secret","type":"b","payload":{}}
                        """)
        void isRefusedWithTheCodeOfItsMistake(ErrorCode code, String body) {
            assertRejected(request(body), code);
        }

        @Test
        void isRefusedWholeWhenOnlyItsLastNoticeIsBad() {
            assertRejected(
                    request(
                            "[{\"group\":\"a\",\"type\":\"b\",\"payload\":{}},{\"group\":\"secret\",\"id\":1,\"payload\":{}}]"),
                    ErrorCode.NOT_ALLOWED);
        }
    }

    @Nested
    final class TheQuarantine {

        @Test
        void keepsTheBytesWithReasonSourceServiceAndTime() {
            accept("{\"category\":\"gossip\",\"data\":[]}");
            FakeLog.Entry entry = log.entries(Topic.QUARANTINE).getFirst();
            assertThat(entry.value()).isEqualTo("{\"category\":\"gossip\",\"data\":[]}");
            assertThat(QuarantineHeaders.of(entry.headers()))
                    .contains(new QuarantineHeaders(
                            "unknown_category: category 'gossip' is not routed here", "tester", "intake", NOW));
        }

        @Test
        void isBoundedPerSecondAndCountsTheRest() {
            for (int i = 0; i < Quarantine.MAX_PER_SECOND + 7; i++) {
                accept("rubbish");
            }
            assertThat(log.entries(Topic.QUARANTINE)).hasSize(Quarantine.MAX_PER_SECOND);
            assertThat(meters.counter("firstlight.quarantine.dropped", "service", "intake")
                            .count())
                    .isEqualTo(7);
            assertThat(meters.counter("firstlight.intake.rejected", "reason", "malformed_json")
                            .count())
                    .isEqualTo(Quarantine.MAX_PER_SECOND + 7);
        }

        @Test
        void cutsWhatIsHugeAndSaysSo() {
            accept("x".repeat(Quarantine.MAX_BYTES + 1));
            FakeLog.Entry entry = log.entries(Topic.QUARANTINE).getFirst();
            assertThat(entry.value()).hasSize(Quarantine.MAX_BYTES);
            assertThat(entry.headers()
                            .lastHeader(Quarantine.ORIGINAL_BYTES_HEADER)
                            .value())
                    .asString()
                    .isEqualTo(Integer.toString(Quarantine.MAX_BYTES + 1));
        }
    }
}
