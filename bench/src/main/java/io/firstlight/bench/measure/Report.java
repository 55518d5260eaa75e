package io.firstlight.bench.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.schemas.json.Json;
import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run found out, as a table for people and as one JSON object for programs. The names in JSON end in their units. Not thread-safe.
 */
public final class Report {

    private static final double NANOS_PER_MS = 1e6;

    private final ObjectNode json = Json.mapper().createObjectNode();
    private final List<Row> rows = new ArrayList<>();
    private boolean broken;

    private record Row(String label, String value) {}

    /** A report that says which load it is of, and on what it ran. */
    public Report(String load) {
        json.put("load", load);
        rows.add(new Row("load", load));
        String machine = Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch") + ", Java " + Runtime.version();
        text("machine", "this machine", machine);
    }

    /** Adds words. */
    public Report text(String name, String label, String value) {
        json.put(name, value);
        rows.add(new Row(label, value));
        return this;
    }

    /** Adds whether a promise held; if not, the command fails when it has printed the report. */
    public Report verdict(boolean held) {
        broken |= !held;
        return text("verdict", "verdict", held ? "held" : "BROKEN");
    }

    /** Whether a promise did not hold. */
    public boolean isBroken() {
        return broken;
    }

    /** Adds a whole number. */
    public Report count(String name, String label, long value) {
        json.put(name, value);
        rows.add(new Row(label, String.format(Locale.ROOT, "%,d", value)));
        return this;
    }

    /** Adds a measured number; the table shows as many digits as it is worth. */
    public Report number(String name, String label, double value, String unit) {
        json.put(name, Math.round(value * 1000) / 1000.0);
        String digits = value >= 100 ? "%,.0f" : value >= 1 ? "%,.2f" : "%,.3f";
        rows.add(new Row(label, (String.format(Locale.ROOT, digits, value) + " " + unit).strip()));
        return this;
    }

    /** Adds the distribution of times given in nanoseconds, shown in milliseconds; without any, says so. */
    public Report latency(String name, String label, Histogram nanos) {
        ObjectNode values = json.putObject(name + "_ms");
        values.put("count", nanos.getTotalCount());
        if (nanos.getTotalCount() == 0) {
            rows.add(new Row(label, "none"));
            return this;
        }
        double p50 = ms(nanos.getValueAtPercentile(50));
        double p99 = ms(nanos.getValueAtPercentile(99));
        double p999 = ms(nanos.getValueAtPercentile(99.9));
        double max = ms(nanos.getMaxValue());
        values.put("p50", p50).put("p99", p99).put("p999", p999).put("max", max);
        rows.add(
                new Row(label, String.format(Locale.ROOT, "p50 %s  p99 %s  p99.9 %s  max %s ms", p50, p99, p999, max)));
        return this;
    }

    /** Adds what the processes used: ours, the server's with how much it did for a second of it, and the others'. */
    public Report cpu(CpuReading used, boolean hasServer, String what, long done) {
        number("client_cpu_cores", "CPU of this process", used.cores(used.own()), "cores");
        if (hasServer) {
            number("server_cpu_cores", "CPU of --pid", used.cores(used.server()), "cores");
            perCpuSecond("server", what, "--pid", done, used.server().toNanos());
        }
        used.beside().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(other -> number(
                        "cpu_cores_of_" + other.getKey(),
                        "CPU of " + other.getKey(),
                        used.cores(other.getValue()),
                        "cores"));
        return this;
    }

    /** Adds how much was done for a second of somebody's CPU; nothing if the time is too short to tell. */
    public Report perCpuSecond(String name, String what, String whose, long done, long cpuNanos) {
        if (cpuNanos >= 100 * NANOS_PER_MS) {
            number(
                    what + "_per_" + name + "_cpu_second",
                    what + " per CPU-second of " + whose,
                    done * 1e9 / cpuNanos,
                    "");
        }
        return this;
    }

    private static double ms(long nanos) {
        return Math.round(nanos / NANOS_PER_MS * 1000) / 1000.0;
    }

    /** One JSON object in one line. */
    public String json() {
        return json.toString();
    }

    /** A table of two columns, without a line end after the last line. */
    public String table() {
        int width = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
        return rows.stream()
                .map(row -> row.label() + " ".repeat(width - row.label().length() + 2) + row.value())
                .reduce((above, below) -> above + System.lineSeparator() + below)
                .orElse("");
    }
}
