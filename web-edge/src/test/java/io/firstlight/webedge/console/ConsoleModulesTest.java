package io.firstlight.webedge.console;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page's pure modules, each called in the browser that has to run it. */
class ConsoleModulesTest {

    private static StandInEdge edge;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        edge = new StandInEdge();
        browser.open(edge.url());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
            edge.close();
        }
    }

    @Nested
    class Frames {

        @Test
        void haveBareWordsReadAsNumbersOutsideStringsOnly() {
            assertThat(parse("{\"a\": NaN, \"b\": [Infinity, -Infinity], \"c\": \"NaN, -Infinity\"}"))
                    .isEqualTo("{\"a\":\"<NaN>\",\"b\":[\"<Infinity>\",\"<-Infinity>\"],\"c\":\"NaN, -Infinity\"}");
        }

        @Test
        void leaveStringsWithQuotesAndBackslashesBeforeTheWordsWhole() {
            assertThat(parse("{\"a\\\"NaN\": \"\\\\\", \"b\": NaN, \"c\": \"\\\"NaN\\\\\", \"Infinity\": Infinity}"))
                    .isEqualTo(
                            "{\"a\\\"NaN\":\"\\\\\",\"b\":\"<NaN>\",\"c\":\"\\\"NaN\\\\\",\"Infinity\":\"<Infinity>\"}");
        }

        @Test
        void readAStringOfAMegabyteBesideABareWord() {
            assertThat(evaluate("frames.js", "m.parseFrame(`[\"${'x\\\\\\\\'.repeat(500000)}\", NaN]`)[0].length"))
                    .isEqualTo("1000000");
        }

        @Test
        void loseNoDigitOfLargeIntegers() {
            assertThat(parse("[9007199254740993, 1e300, 12]")).isEqualTo("[\"9007199254740993n\",1e+300,12]");
        }

        @Test
        void areRefusedWhenTheyAreNotJson() {
            assertThat(parse("{\"a\": NaNa}")).startsWith("SyntaxError");
        }

        @Test
        void giveTheStreamsOfOneComponentAndOfEventsTheLastSample() {
            String frame = "{category: 'event', data: [{csc: 'Host', salindex: '1', data: {Host: {s: [{f: {value: 1}}, "
                    + "{f: {value: 2, units: 'm'}, plain: 3}]}}}, {csc: 'Dome', salindex: 1, data: {Dome: {x: {}}}}]}";
            assertThat(evaluate(
                            "frames.js",
                            "m.streamsOf(" + frame + ", {csc: 'Host', salindex: 1})"
                                    + ".map(({stream, fields}) => [stream, [...fields]])"))
                    .isEqualTo(
                            "[[\"s\",[[\"f\",{\"value\":2,\"units\":\"m\"}],[\"plain\",{\"value\":3,\"units\":\"\"}]]]]");
        }

        private String parse(String text) {
            return evaluate("frames.js", "m.parseFrame(" + quoted(text) + ")");
        }

        private static String quoted(String text) {
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }
    }

    @Nested
    class Formats {

        @Test
        void scaleBytesAndFrequenciesAndSpellDurations() {
            assertThat(words("3672190976, 'byte'")).isEqualTo("3.42 GiB");
            assertThat(words("1023, 'B'")).isEqualTo("1023 B");
            assertThat(words("1536.5, 'byte/s'")).isEqualTo("1.50 KiB/s");
            assertThat(words("4.2e9, 'Hz'")).isEqualTo("4.20 GHz");
            assertThat(words("1234567, 's'")).isEqualTo("14 d 06:56:07");
            assertThat(words("1.5, 's'")).isEqualTo("1.500 s");
            assertThat(words("12.345, '%'")).isEqualTo("12.3 %");
            assertThat(words("51.25, 'deg_C'")).isEqualTo("51.3 °C");
            assertThat(words("1234567, 'unitless'")).isEqualTo("1\u202f234\u202f567");
            assertThat(words("0.98, ''")).isEqualTo("0.980");
            assertThat(words("0.00001234, 'm'")).isEqualTo("1.234e-5 m");
        }

        @Test
        void nameWhatIsNoFiniteNumber() {
            assertThat(words("NaN, 'deg_C'")).isEqualTo("NaN");
            assertThat(words("-Infinity, 'byte'")).isEqualTo("-Infinity");
            assertThat(words("null, 'byte'")).isEqualTo("no value");
            assertThat(words("'', ''")).isEqualTo("(empty)");
            assertThat(words("false, 'unitless'")).isEqualTo("false");
        }

        @Test
        void keepEveryDigitOfTheValueAsItCame() {
            assertThat(evaluate("format.js", "m.exact(0.1234567890123, 'm')")).isEqualTo("\"0.1234567890123 m\"");
            assertThat(evaluate("format.js", "m.exact([1, NaN], 'byte')")).isEqualTo("\"[1,\\\"NaN\\\"] byte\"");
        }

        @Test
        void nameTheSummaryStatesAndSayWhichNumberIsNone() {
            assertThat(evaluate("format.js", "[1, 2, 3, 4, 5, 9].map(m.summaryStateWord)"))
                    .isEqualTo("[\"DISABLED\",\"ENABLED\",\"FAULT\",\"OFFLINE\",\"STANDBY\",\"UNKNOWN (9)\"]");
        }

        @Test
        void tellOfLongListsTheRangeAndHowManyAreNoNumber() {
            assertThat(evaluate("format.js", "m.listSummary([5, 1, NaN, 9, 3], '%')"))
                    .isEqualTo("\"5 values, 1.0 … 9.0\u00a0%, 1 not a number\"");
        }

        private String words(String arguments) {
            return evaluate("format.js", "Object.values(m.format(" + arguments + ")).join(' ').trim()")
                    .replace("\"", "");
        }
    }

    @Nested
    class Freshness {

        private static final String NOW = "{monotonicMs: 10000, wallMs: 10000}";

        @Test
        void ofTelemetryEndsAfterThreeSeconds() {
            assertThat(judge("telemetry", 7000, 7000, 1, true)).isEqualTo("\"live\"");
            assertThat(judge("telemetry", 6999, 6999, 1, true)).isEqualTo("\"stale\"");
        }

        @Test
        void isJudgedByWhicheverClockSaysMore() {
            // The computer slept, or its clock was set.
            assertThat(judge("telemetry", 9999, 2000, 1, true)).isEqualTo("\"stale\"");
            assertThat(judge("telemetry", 2000, 9999, 1, true)).isEqualTo("\"stale\"");
        }

        @Test
        void ofEventsHoldsAsLongAsTheComponentIsHeard() {
            assertThat(judge("event", 0, 0, 1, true)).isEqualTo("\"held\"");
            assertThat(judge("event", 0, 0, 1, false)).isEqualTo("\"stale\"");
        }

        @Test
        void isNeverThatOfAnEarlierConnectionNorOfOneThatIsDown() {
            assertThat(judge("telemetry", 9999, 9999, 0, true)).isEqualTo("\"stale\"");
            assertThat(judge("event", 9999, 9999, 0, true)).isEqualTo("\"stale\"");
            assertThat(evaluate(
                            "freshness.js",
                            "m.freshness({category: 'telemetry', epoch: 1, at: " + NOW
                                    + "}, {up: false, epoch: 1}, true, " + NOW + ")"))
                    .isEqualTo("\"stale\"");
        }

        private String judge(String category, int monotonicMs, int wallMs, int epoch, boolean heard) {
            return evaluate(
                    "freshness.js",
                    "m.freshness({category: '%s', epoch: %d, at: {monotonicMs: %d, wallMs: %d}}, {up: true, epoch: 1}, %s, %s)"
                            .formatted(category, epoch, monotonicMs, wallMs, heard, NOW));
        }
    }

    @Nested
    class History {

        @Test
        void breaksTheLineAtAnotherConnectionAtSilenceAndAtNotANumber() {
            assertThat(evaluate(
                            "readings.js",
                            "m.pointsOf([{atMs: 0, epoch: 1, value: 1}, {atMs: 1000, epoch: 1, value: 2}, "
                                    + "{atMs: 1500, epoch: 2, value: 3}, {atMs: 9000, epoch: 2, value: 4}, "
                                    + "{atMs: 9500, epoch: 2, value: NaN}]).map(({y}) => y)"))
                    .isEqualTo("[1,2,null,3,null,4,null]");
        }

        @Test
        void keepsFiveMinutes() {
            assertThat(evaluate("readings.js", """
                            (() => {
                              const readings = new m.Readings();
                              for (let s = 0; s <= 600; s++) {
                                readings.take({category: 'telemetry', stream: 'a', fields: new Map([['f', {value: s, units: ''}]])}, 1,
                                  {monotonicMs: s * 1000, wallMs: s * 1000});
                              }
                              const samples = [...readings.all()][0].samples;
                              return [samples.length, samples[0].value];
                            })()""")).isEqualTo("[301,300]");
        }
    }

    @Nested
    class Backoff {

        @Test
        void doublesUpToTenSecondsLessARandomHalf() {
            assertThat(evaluate("backoff.js", "[1, 2, 3, 6, 60].map((failures) => m.backoffMs(failures, () => 0))"))
                    .isEqualTo("[500,1000,2000,10000,10000]");
            assertThat(evaluate("backoff.js", "m.backoffMs(60, () => 1)")).isEqualTo("5000");
        }
    }

    private static String evaluate(String module, String expression) {
        return browser.evaluate(module, expression);
    }
}
