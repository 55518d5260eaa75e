package io.firstlight.bench.micro;

import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code firstlight bench micro}: JMH's own command line, on the benchmarks of this module. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = {
            "Micro-benchmarks of single parts (JMH), in JVMs of their own.",
            "",
            "  micro                          all of them, some minutes",
            "  micro Parse                    those whose name matches",
            "  micro -- -l                    list them",
            "  micro -- -f 1 -i 3 Parse       with options of JMH's; -h lists those"
        })
public final class MicroCommand implements Callable<Integer> {

    @Parameters(paramLabel = "JMH", description = "A pattern of names, or after -- any options of JMH's.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Main.main(arguments.toArray(String[]::new));
        return ExitCode.OK;
    }
}
