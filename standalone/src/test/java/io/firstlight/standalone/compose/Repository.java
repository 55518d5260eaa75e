package io.firstlight.standalone.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The repository that the tests run in. */
final class Repository {

    private Repository() {}

    /** A file or directory by its path from the root. */
    static Path file(String path) {
        return Stream.iterate(Path.of("").toAbsolutePath(), directory -> directory != null, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve("docker-compose.yml")))
                .findFirst()
                .orElseThrow()
                .resolve(path);
    }
}
