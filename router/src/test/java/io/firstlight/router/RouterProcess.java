package io.firstlight.router;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A router in a process of its own, so that a test can kill it as {@code kill -9} does. */
final class RouterProcess implements AutoCloseable {

    private final Process process;

    RouterProcess(Map<String, String> configuration, Path log) {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RouterProcess.class.getName()));
        builder.environment().putAll(configuration);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process at once, in the middle of whatever it does, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        try (RouterService router = new RouterService(RouterConfig.from(System.getenv()), new SimpleMeterRegistry())) {
            router.start();
            new CountDownLatch(1).await();
        }
    }
}
