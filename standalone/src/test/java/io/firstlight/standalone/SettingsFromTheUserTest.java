package io.firstlight.standalone;

import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Where a value comes from: the command line, else the environment, else the default. Told by which of two wrong values is complained of. */
final class SettingsFromTheUserTest {

    @Test
    void commandLineWinsOverTheEnvironment() {
        CommandRun run = CommandRun.with(
                Map.of("FIRSTLIGHT_ROUTER_THREADS", "77"), "router", "--router-threads", "66", "--check");

        assertThat(run.err()).contains("--router-threads=66 ");
    }

    @Test
    void environmentWinsOverTheDefault() {
        CommandRun run = CommandRun.with(Map.of("FIRSTLIGHT_ROUTER_THREADS", "77"), "router", "--check");

        assertThat(run.err()).contains("FIRSTLIGHT_ROUTER_THREADS=77 ");
    }

    @Test
    void aRightCommandLineHidesAWrongVariable() {
        CommandRun run = CommandRun.with(
                Map.of("FIRSTLIGHT_ROUTER_THREADS", "77"), "router", "--router-threads", "2", "--check");

        assertThat(run.out()).isEqualTo("every option is valid\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theServiceThatIsStartedBesideTheRouterHasItsSettingsChecked() {
        for (String command : new String[] {"router", "standalone"}) {
            CommandRun run = CommandRun.with(Map.of("FIRSTLIGHT_LIVENESS_LEAST", "soon"), command, "--check");
            assertThat(run.err()).contains("FIRSTLIGHT_LIVENESS_LEAST=soon ");
        }
    }

    @Test
    void anEmptyVariableIsNone() {
        CommandRun run =
                CommandRun.with(Map.of("FIRSTLIGHT_ROUTER_THREADS", "", "FIRSTLIGHT_KAFKA", ""), "router", "--check");

        assertThat(run.exitCode()).isZero();
    }

    @Test
    void defaultsOfEveryServiceAreValid() {
        assertThat(CommandRun.of("router", "--check").exitCode()).isZero();
        assertThat(CommandRun.of("producer", "host", "--check").exitCode()).isZero();
        assertThat(CommandRun.of("topics", "create", "--check").exitCode()).isZero();
        assertThat(CommandRun.of("standalone", "--check").exitCode()).isZero();
        assertThat(CommandRun.of("archive", "--postgres", "postgresql://db/firstlight", "--check")
                        .exitCode())
                .isZero();
    }

    @Test
    void rulesOfSourcesInTheExamplesAreValid() {
        assertThat(CommandRun.of("producer", "mqtt", "--mqtt-rules", "../docs/examples/mqtt.json", "--check")
                        .out())
                .isEqualTo("every option is valid\n");
        assertThat(CommandRun.of("producer", "poll", "--poll-rules", "../docs/examples/poll.json", "--check")
                        .out())
                .isEqualTo("every option is valid\n");
        assertThat(CommandRun.of(
                                "producer",
                                "tail",
                                "--tail-rules",
                                "../docs/examples/tail.json",
                                "--tail-state",
                                "places.json",
                                "--check")
                        .out())
                .isEqualTo("every option is valid\n");
    }

    @Test
    void loveNamesAreHonoured() {
        // A commander that is none is complained of in the words of what was set.
        CommandRun run = CommandRun.with(
                Map.of("COMMANDER_HOSTNAME", "com mander", "COMMANDER_PORT", "x"), "standalone", "--check");

        assertThat(run.err()).contains("http://com mander:x");
    }

    @Test
    void ourNameWinsOverLoves() {
        CommandRun run = CommandRun.with(
                Map.of("COMMANDER_HOSTNAME", "a b", "FIRSTLIGHT_COMMANDER", "http://commander:5000"),
                "standalone",
                "--check");

        assertThat(run.exitCode()).isZero();
    }
}
