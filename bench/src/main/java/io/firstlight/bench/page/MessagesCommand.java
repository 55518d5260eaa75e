package io.firstlight.bench.page;

import io.firstlight.bench.measure.Report;
import io.firstlight.bench.option.Bounds;
import io.firstlight.bench.option.EdgeOptions;
import io.firstlight.bench.option.KafkaOptions;
import io.firstlight.bench.option.OutputOptions;
import io.firstlight.bench.option.TimeOptions;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StopFlag;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** {@code firstlight bench messages}. */
@Command(
        name = "messages",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How fast pages of stored messages are, however deep, while messages come in.",
            "",
            "Writes messages to the log and waits until the archive has stored them. Then one client asks over HTTP, one kind of"
                    + " question after the other: the first page, the page at the far end of the list, single messages by number and by"
                    + " id, a page between two times, a page of those that a JSON path matches. Meanwhile another posts. The verdict:"
                    + " frozen pages did not move by a byte, and the first page, the last and single messages take less than 20 ms at the"
                    + " median."
        })
public final class MessagesCommand implements Callable<Integer> {

    private static final long STORED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(900);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "1000000",
            converter = Bounds.Records.class,
            description = "Messages to write, 200 or more (default: ${DEFAULT-VALUE}).")
    private int messages;

    @Option(names = "--filled", description = "They are there, from a run before.")
    private boolean filled;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "200",
            converter = Bounds.MessageBytes.class,
            description = "Bytes of a message (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "50",
            converter = Bounds.Rate.class,
            description = "Messages posted a second while pages are read, 0 for none (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Mixin
    private TimeOptions time;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private Report run(StopFlag stop) throws IOException, InterruptedException {
        if (messages < PageLoad.PAGE * 2) {
            throw new LoadFailure(messages + " messages are too few", "give --messages 200 or more");
        }
        Report report = new Report("messages: pages of " + messages + " messages");
        try (MessagePagesClient pages = new MessagePagesClient(edge.edge())) {
            if (!filled) {
                fill(report, pages, stop);
            }
            PageLoad load = new PageLoad(pages, messages, rate, size, time.warmUpNanos(), time.measuredNanos());
            return load.run(report, stop);
        }
    }

    private void fill(Report report, MessagePagesClient pages, StopFlag stop) throws IOException, InterruptedException {
        long before = pages.total();
        long begin = System.nanoTime();
        new MessageFill(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE), messages, size)
                .write(kafka.producer(20), stop);
        report.number("write_seconds", "until the log had them", (System.nanoTime() - begin) / 1e9, "s");
        long deadline = System.nanoTime() + STORED_WITHIN_NANOS;
        while (pages.total() - before < messages) {
            if (System.nanoTime() - deadline > 0 || stop.awaitUntil(System.nanoTime() + LOOK_AGAIN_NANOS)) {
                throw new LoadFailure(
                        pages.total() - before + " of " + messages + " messages are stored",
                        "see whether an archive runs, of the same Kafka as --kafka");
            }
        }
        report.number("stored_seconds", "until the archive had them", (System.nanoTime() - begin) / 1e9, "s");
    }
}
