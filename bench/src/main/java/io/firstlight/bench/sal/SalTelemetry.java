package io.firstlight.bench.sal;

import io.firstlight.bench.measure.Latencies;
import io.firstlight.bench.measure.Pace;
import io.firstlight.bench.run.StopFlag;
import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.SalTopicKind;
import io.firstlight.embedded.testkit.sal.SalTopicKind.FieldKind;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Telemetry of many components, each with many topics of eight fields beside the private ones, written in turn at an even pace. Instances of one component
 * share its Kafka topics, as SAL's do. {@link #run} belongs to one thread; the rest may be asked from any once it has returned, the lag also before.
 */
final class SalTelemetry implements Runnable {

    /** Kafka's controller takes so many topics in one request without a time-out. */
    private static final int TOPICS_AT_ONCE = 100;

    private final SalComponents sal;
    private final List<Stream> streams = new ArrayList<>();
    private final long run;
    private final StopFlag stop;
    private final Latencies lag = new Latencies();
    private final long[] sent;
    private volatile double perSecond;
    private volatile boolean ended;

    /** One topic of one instance. */
    private record Stream(SalTopicKind kind, int index, GenericRecord record) {}

    /**
     * The topics, with their schemas registered and a first sample of each, which belongs to no run.
     *
     * @param components how many with different names
     * @param instances of each
     * @param run the number of this run, in every sample and in the components' names
     * @param perSecond samples a second of all topics
     */
    SalTelemetry(
            SalComponents sal, int components, int instances, int topics, int run, double perSecond, StopFlag stop) {
        this.sal = sal;
        this.run = run;
        this.perSecond = perSecond;
        this.stop = stop;
        this.sent = new long[components * instances * topics];
        List<SalTopicKind> kinds = new ArrayList<>();
        for (int component = 1; component <= components; component++) {
            for (int topic = 1; topic <= topics; topic++) {
                kinds.add(SalTopicKind.telemetry(
                                "Bench" + run + "n" + component,
                                "axis" + topic,
                                FieldKind.arrayOf(SalStamp.FIELD, Schema.Type.LONG, ""),
                                FieldKind.of("position", Schema.Type.DOUBLE, "deg"),
                                FieldKind.of("velocity", Schema.Type.DOUBLE, "deg/s"),
                                FieldKind.of("current", Schema.Type.FLOAT, "A"),
                                FieldKind.arrayOf("temperatures", Schema.Type.FLOAT, "deg_C"),
                                FieldKind.of("moving", Schema.Type.BOOLEAN, ""),
                                FieldKind.of("state", Schema.Type.INT, ""),
                                FieldKind.of("note", Schema.Type.STRING, ""))
                        .withInstances());
            }
        }
        for (int from = 0; from < kinds.size(); from += TOPICS_AT_ONCE) {
            sal.create(kinds.subList(from, Math.min(kinds.size(), from + TOPICS_AT_ONCE))
                    .toArray(SalTopicKind[]::new));
        }
        for (int index = 1; index <= instances; index++) {
            for (SalTopicKind kind : kinds) {
                streams.add(new Stream(kind, index, sal.record(kind, index, Map.of("note", "slewing"))));
            }
        }
        begin(kinds);
    }

    /** The client asks for the leaders of many topics at once, or for one after the other. */
    private void begin(List<SalTopicKind> kinds) {
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (SalTopicKind kind : kinds) {
                var unused = together.submit(() -> sal.write(kind, 1, Map.of()));
            }
        }
    }

    /** From now on so many samples a second. */
    void pace(double samplesPerSecond) {
        perSecond = samplesPerSecond;
    }

    /** How many topics there are: the keys of the stamps. */
    int topics() {
        return streams.size();
    }

    /** Ends {@link #run} soon. */
    void end() {
        ended = true;
    }

    @Override
    public void run() {
        long next = 0;
        while (!ended && !stop.isSet()) {
            double asked = perSecond;
            Pace pace = new Pace(System.nanoTime(), asked);
            for (long i = 0; !ended && !stop.isSet() && asked == perSecond; i++) {
                long dueNanos = pace.dueNanos(i);
                for (long wait = dueNanos - System.nanoTime(); wait > 0; wait = dueNanos - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                lag.add(System.nanoTime() - dueNanos);
                write((int) (next++ % streams.size()), dueNanos);
            }
        }
        sal.flush();
    }

    private void write(int key, long dueNanos) {
        long sequence = ++sent[key];
        Stream stream = streams.get(key);
        GenericRecord record = stream.record();
        record.put("private_seqNum", (int) sequence);
        record.put("private_sndStamp", System.currentTimeMillis() / 1e3 + 37);
        record.put(SalStamp.FIELD, new SalStamp(run, key, sequence, dueNanos).value());
        record.put("position", sequence / 7.0);
        record.put("velocity", Math.sin((double) sequence));
        record.put("current", (float) (sequence % 100 / 3.0));
        sal.send(stream.kind(), stream.index(), sal.encoded(stream.kind(), record));
    }

    /** How many of each topic were written. */
    long[] sent() {
        return sent.clone();
    }

    /** How late it was itself. */
    Latencies lag() {
        return lag;
    }
}
