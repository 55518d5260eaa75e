package io.firstlight.standalone;

import io.firstlight.ingest.relay.OutboxTable;
import io.firstlight.standalone.command.Environment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

final class HelpTest {

    static Stream<CommandLine> commands() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return withSubcommands(Firstlight.line(Environment.of(Map.of()), nowhere, nowhere));
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::withSubcommands));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItIsForAndEveryOptionWhatItDoes(CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertThat(option.description())
                    .as("%s %s", command.getCommandSpec().qualifiedName(), option.longestName())
                    .isNotEmpty();
            assertThat(option.description()[0]).endsWith(".");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEachCommandEndsWellAndFitsTheTerminal(CommandLine command) {
        String[] words = (command.getCommandSpec().qualifiedName() + " --help").split(" ");

        CommandRun run = CommandRun.of(Stream.of(words).skip(1).toArray(String[]::new));

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Usage: ").doesNotContain("${");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void helpShowsNoPasswordFromTheEnvironment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("FIRSTLIGHT_POSTGRES", "postgresql://bob:secret@host/db");
        environment.put("FIRSTLIGHT_POSTGRES_PASSWORD", "secret");
        environment.put("PROCESS_CONNECTION_PASS", "secret");

        for (String command : List.of("standalone", "web-edge", "archive", "relay")) {
            assertThat(CommandRun.with(environment, command, "--help").out()).doesNotContain("secret");
        }
    }

    @Test
    void theRelayPrintsTheStatementsOfItsTableAndNothingElse() {
        CommandRun run = CommandRun.of("relay", "--print-ddl");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(OutboxTable.ddl()).contains("create table if not exists firstlight_outbox (");
        assertThat(CommandRun.of("relay", "--help").out()).contains("--print-ddl");
    }

    @Test
    void versionIsOneLine() {
        assertThat(CommandRun.of("version").out()).startsWith("firstlight ").hasLineCount(1);
        assertThat(CommandRun.of("--version").out())
                .isEqualTo(CommandRun.of("version").out());
    }
}
