package io.firstlight.standalone.producer;

import io.firstlight.standalone.command.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Clock;

/** {@code firstlight producer}, without its subcommands: one for each source. */
@Command(
        name = "producer",
        description =
                "Produce telemetry: of this machine (host), of an MQTT broker (mqtt), of JSON over HTTP (poll), of files that"
                        + " grow (tail), of some of SAL's components (csc) or all of them (sal).",
        synopsisSubcommandLabel = "SOURCE")
public final class ProducerCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private ProducerCommand() {}

    /** The command with its subcommands. */
    public static CommandLine with(Environment environment, Clock clock) {
        return new CommandLine(new ProducerCommand())
                .addSubcommand(new HostCommand(environment, clock))
                .addSubcommand(new MqttCommand(environment, clock))
                .addSubcommand(new PollCommand(environment, clock))
                .addSubcommand(new TailCommand(environment, clock))
                .addSubcommand(new CscCommand(environment, clock))
                .addSubcommand(new SalCommand(environment, clock));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which source? There are: host, mqtt, poll, tail, csc, sal");
    }
}
