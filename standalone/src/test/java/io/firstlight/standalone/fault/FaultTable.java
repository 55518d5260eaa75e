package io.firstlight.standalone.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The outcomes as a table in Markdown, as it stands in {@code docs/reliability.md}. Stateless. */
final class FaultTable {

    private static final String HEAD = """
            | fault | clients flow again | longest way to a client | state level | archive level | longest acknowledgement | whole again | connections ended | records written | lost | repeated |
            |---|---|---|---|---|---|---|---|---|---|---|
            """;

    private FaultTable() {}

    static String of(List<Outcome> outcomes) {
        StringBuilder table = new StringBuilder(HEAD);
        for (Outcome outcome : outcomes) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %s | %d | %d | %d | %d |%n",
                    outcome.fault(),
                    seconds(outcome.clientsBehindUntil()),
                    seconds(outcome.clientsLongestWait()),
                    seconds(outcome.stateBehindUntil()),
                    seconds(outcome.archiveBehindUntil()),
                    seconds(outcome.longestAcknowledgement()),
                    seconds(outcome.wholeAfter()),
                    outcome.reconnects(),
                    outcome.written(),
                    outcome.account().lost(),
                    outcome.account().repeated()));
        }
        return table.toString();
    }

    private static String seconds(double seconds) {
        return seconds == 0 ? "0" : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    static void write(Path file, List<Outcome> outcomes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, of(outcomes));
    }
}
