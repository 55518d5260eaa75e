package io.firstlight.bench.live;

import io.firstlight.bench.measure.CpuMeter;
import io.firstlight.bench.measure.Report;
import io.firstlight.bench.option.Bounds;
import io.firstlight.bench.option.EdgeOptions;
import io.firstlight.bench.option.LoginOptions;
import io.firstlight.bench.option.OutputOptions;
import io.firstlight.bench.option.ProcessOptions;
import io.firstlight.bench.run.LoadRun;
import io.firstlight.bench.run.StopFlag;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code firstlight bench live}. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Messages and notices are posted, and browsers listen to both - a live feed and a Tower client each - through an edge"
                    + " or through the proxy before several.",
            "",
            "A dead client, one that reads 16 bytes a second and a hostile one stand among them. Reports whether every other"
                    + " client got everything that was acknowledged, in the order of the log, once, and how long it took from"
                    + " when it was due. Ends with exit code 1 if not. The hostile client is a load in itself: for servers"
                    + " of your own only."
        })
public final class LiveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private EdgeOptions edge;

    @Mixin
    private LoginOptions login;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "50",
            converter = Bounds.Count.class,
            description = "Browsers, those that make trouble not counted (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            converter = Bounds.Count.class,
            description = "Messages posted a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--notice-rate",
            paramLabel = "N",
            defaultValue = "50",
            converter = Bounds.Rate.class,
            description = "Notices posted a second; 0 for live feeds alone (default: ${DEFAULT-VALUE}).")
    private int noticeRate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            converter = Bounds.Seconds.class,
            description = "Seconds for which messages are posted, 1 to 3600 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "1000",
            converter = Bounds.MessageBytes.class,
            description =
                    "Bytes of a message: all of them together must be more than the socket buffers on the way to the slow"
                            + " client take, some ten megabytes (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--hostile-rate",
            paramLabel = "N",
            defaultValue = "50",
            converter = Bounds.Rate.class,
            description = "What the hostile client does a second; 0 for nobody who makes trouble (default:"
                    + " ${DEFAULT-VALUE}).")
    private int hostileRate;

    @Mixin
    private ProcessOptions processes;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LoadRun.of(spec, output.json(), this::run);
    }

    private Report run(StopFlag stop) throws IOException, InterruptedException {
        CpuMeter cpu = processes.meter();
        String token = edge.token(login);
        List<LiveRun.Part> parts = new ArrayList<>();
        parts.add(new LiveRun.Part(new MessagesFeed(token, size), clients, rate));
        if (noticeRate > 0) {
            parts.add(new LiveRun.Part(new NoticesFeed(token, size), clients, noticeRate));
        }
        return new LiveRun(edge.edge(), parts, hostileRate)
                .measure(
                        new Report("live: " + rate + " messages/s and " + noticeRate + " notices/s for " + seconds
                                + " s to " + clients + " browsers"),
                        seconds,
                        cpu,
                        stop);
    }
}
