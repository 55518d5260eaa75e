package io.firstlight.standalone.startup;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

final class PrintedProgressTest {

    private final StringWriter text = new StringWriter();

    @Test
    void printsOneLineAStepWhereThereIsNoTerminal() {
        PrintedProgress progress = new PrintedProgress(new PrintWriter(text), false);

        progress.starting("Kafka");
        progress.starting("PostgreSQL");
        progress.started("PostgreSQL", Duration.ofMillis(950));
        progress.started("Kafka", Duration.ofMillis(1234));
        progress.stopping("Kafka");
        progress.stopped("Kafka", Duration.ofMillis(300));

        assertThat(text.toString().lines())
                .containsExactly(
                        "  PostgreSQL                           1.0 s",
                        "  Kafka                                1.2 s",
                        "  Kafka                                stopped, 0.3 s");
    }

    @Test
    void saysOnATerminalWhatIsUnderWay() {
        PrintedProgress progress = new PrintedProgress(new PrintWriter(text), true);

        progress.starting("Kafka");
        progress.starting("PostgreSQL");

        assertThat(text.toString()).endsWith("\r\033[K  starting Kafka, PostgreSQL ...");

        progress.started("Kafka", Duration.ZERO);
        progress.started("PostgreSQL", Duration.ZERO);

        assertThat(text.toString()).endsWith("0.0 s" + System.lineSeparator() + "\r\033[K");
    }
}
