package io.firstlight.standalone.users;

import io.firstlight.embedded.postgres.EmbeddedPostgreSql;
import io.firstlight.standalone.command.CommandFailure;
import io.firstlight.standalone.command.PostgresAddress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The embedded PostgreSQL of a {@code firstlight standalone} that runs on this machine, as its data directory tells: the port is the fourth
 * line of {@code postmaster.pid} (PostgreSQL's documentation of that file), the password in a file that only the owner may read.
 */
final class RunningStandalone {

    private static final int PORT_LINE = 3;

    private RunningStandalone() {}

    /**
     * Where it listens.
     *
     * @throws CommandFailure if nothing runs on that data, or it may not be read
     */
    static PostgresAddress address(Path data) {
        Path cluster = data.resolve("postgres").resolve("cluster");
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            int port = Integer.parseInt(lines.get(PORT_LINE).strip());
            String password =
                    Files.readString(cluster.resolve("firstlight.password")).strip();
            return new PostgresAddress(
                    "jdbc:postgresql://127.0.0.1:" + port + "/firstlight", EmbeddedPostgreSql.USER, password);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            throw new CommandFailure(
                    "no firstlight standalone runs on " + data.toAbsolutePath().normalize(),
                    "start it, name its directory with --data, or name a database with --postgres",
                    e);
        }
    }
}
