package io.firstlight.bench;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BenchCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ingest",
                "socket-ingest",
                "fanout",
                "late-join",
                "bootstrap",
                "replay",
                "slow-client",
                "churn",
                "failover",
                "messages",
                "live",
                "micro"
            })
    void eachLoadHasHelp(String load) {
        CommandRun run = CommandRun.of(load, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: bench " + load);
        assertThat(CommandRun.of("--help").out()).contains("  " + load + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "ingest,--seconds=0,--seconds",
        "ingest,--size=199,--size",
        "ingest,--component-count=x,--component-count",
        "socket-ingest,--edge=localhost,--edge",
        "fanout,--rate=0,--rate",
        "fanout,--beside=kafka,--beside",
        "late-join,--joiners=-1,--joiners",
        "replay,--start=never,--start",
        "churn,--stay=0,--stay",
        "failover,--kill=nobody,--kill",
        "messages,--rate=-1,--rate",
        "live,--rate=0,--rate"
    })
    void aWrongValueIsRefusedWithTheOptionsName(String load, String option, String named) {
        CommandRun run = CommandRun.of(load, option);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(named);
    }

    @Test
    void aLoadMustBeNamed() {
        assertThat(CommandRun.of().exitCode()).isEqualTo(2);
        assertThat(CommandRun.of().err()).contains("which load?");
    }

    @Test
    void aKafkaThatCannotBeUsedIsOneLineOfError() {
        CommandRun run = CommandRun.of("ingest", "--kafka", "nowhere.invalid:1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("bench ingest: Kafka at nowhere.invalid:1");
    }
}
