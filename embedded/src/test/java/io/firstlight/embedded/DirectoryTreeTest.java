package io.firstlight.embedded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

class DirectoryTreeTest {

    @TempDir
    private Path temporary;

    private Path tree() throws Exception {
        Path root = temporary.resolve("root");
        for (int i = 0; i < 50; i++) {
            Path directory = Files.createDirectories(root.resolve("topic-" + i));
            for (int j = 0; j < 10; j++) {
                Files.writeString(directory.resolve("segment-" + j), "x");
            }
        }
        return root;
    }

    @Test
    void deletesEverythingBelowAndFollowsNoLink() throws Exception {
        Path root = tree();
        Path elsewhere = Files.writeString(temporary.resolve("kept"), "x");
        Files.createSymbolicLink(root.resolve("link"), elsewhere);

        DirectoryTree.delete(root);

        assertThat(root).doesNotExist();
        assertThat(elsewhere).exists();
    }

    /** Whoever of several is first with a file: all of them end well, and nothing is left. */
    @Test
    void severalMayDeleteTheSameAtOnce() throws Exception {
        Path root = tree();
        Callable<Void> deletion = () -> {
            DirectoryTree.delete(root);
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Void> done : threads.invokeAll(List.of(deletion, deletion, deletion, deletion))) {
                done.get();
            }
        }

        assertThat(root).doesNotExist();
    }

    @Test
    void hasNothingToDoWhereThereIsNothing() throws Exception {
        DirectoryTree.delete(temporary.resolve("absent"));
    }
}
