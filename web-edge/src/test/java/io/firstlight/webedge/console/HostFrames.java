package io.firstlight.webedge.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** LOVE frames of the groups {@code telemetry-Host-1-all} and {@code event-Host-1-all}, with the difficult values among the easy ones. */
final class HostFrames {

    private HostFrames() {}

    /** One sample of all streams; the numbers move with {@code tick}. */
    static String telemetry(int tick) {
        double load = 35 + 25 * Math.sin(tick / 20.0) + 4 * Math.sin(tick * 0.9);
        String cores = IntStream.range(0, 12)
                .mapToObj(core -> decimal(Math.clamp(load + 18 * Math.sin(tick / 3.0 + core), 0, 100)))
                .collect(Collectors.joining(", "));
        return frame(
                "telemetry",
                stream(
                        "memory",
                        field("total", 33_554_432_000L, "Long", "byte"),
                        field("available", 9_663_676_416L + tick * 1_048_576L, "Long", "byte")),
                stream(
                        "cpu",
                        field("total", decimal(load), "Double", "%"),
                        field("perCore", "[" + cores + "]", "List", "%"),
                        field("loadAverage", "[1.52, 1.31, 0.98]", "List", "unitless"),
                        field("uptime", 1_234_567 + tick / 10, "Long", "s")),
                stream(
                        "temperature",
                        field("cpu", "NaN", "Double", "deg_C"),
                        field("board", "-Infinity", "Double", "deg_C"),
                        field("remark", "\"sensor says \\\"NaN\\\" or Infinity\"", "String", "unitless")),
                stream(
                        "network",
                        field("names", "[\"lo\", \"eth0\"]", "List", "unitless"),
                        field("received", "[" + 12 * tick + ", " + 918_273 * tick + "]", "List", "byte/s")),
                stream("processes", field("count", 412, "Int", "unitless"), field("ticks", tick, "Int", "unitless")),
                stream("disk", field("serial", "9007199254740993", "Long", "unitless")));
    }

    /** What a late joiner is given at once. */
    static List<String> events() {
        return List.of(
                summaryState(2),
                frame(
                        "event",
                        "\"hardware\": [{" + field("processor", "\"Example 9000 (12 cores)\"", "String", "unitless")
                                + ", " + field("maxFrequency", 4_200_000_000L, "Long", "Hz") + "}]",
                        "\"diskNearlyFull\": [{" + field("nearlyFull", false, "Boolean", "unitless") + "}]"));
    }

    static String summaryState(int state) {
        return frame("event", "\"summaryState\": [{" + field("summaryState", state, "Int", "unitless") + "}]");
    }

    private static String frame(String category, String... streams) {
        return "{\"category\": \"" + category
                + "\", \"data\": [{\"csc\": \"Host\", \"salindex\": 1, \"data\": {\"Host\": {"
                + String.join(", ", streams) + "}}}], \"subscription\": \"" + category + "-Host-1-all\"}";
    }

    private static String stream(String name, String... fields) {
        return "\"" + name + "\": {" + String.join(", ", fields) + "}";
    }

    private static String field(String name, Object json, String type, String units) {
        return "\"" + name + "\": {\"value\": " + json + ", \"dataType\": \"" + type + "\", \"units\": \"" + units
                + "\"}";
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
