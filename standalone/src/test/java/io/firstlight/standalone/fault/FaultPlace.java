package io.firstlight.standalone.fault;

import io.firstlight.embedded.DirectoryTree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run keeps its files. The data is deleted with this; what the processes print, and the table, stay below {@code target}.
 *
 * @param data temporary
 * @param logs one file per process
 * @param table the outcomes
 */
record FaultPlace(Path data, Path logs, Path table) implements AutoCloseable {

    private static final Path TARGET = Path.of("target", "faults").toAbsolutePath();

    static FaultPlace create(String name) throws IOException {
        Path logs = TARGET.resolve(name);
        DirectoryTree.delete(logs);
        Files.createDirectories(logs);
        return new FaultPlace(Files.createTempDirectory("firstlight-faults-"), logs, TARGET.resolve(name + ".md"));
    }

    @Override
    public void close() throws IOException {
        DirectoryTree.delete(data);
    }
}
