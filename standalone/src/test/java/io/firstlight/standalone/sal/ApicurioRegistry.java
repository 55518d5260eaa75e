package io.firstlight.standalone.sal;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.testkit.fault.ChildProcess;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real schema registry, Apicurio's, as a process on loopback that keeps all in memory. Its interface is Confluent's below a path of its own. */
final class ApicurioRegistry implements AutoCloseable {

    private static final int OK = 200;

    private final int port;
    private final ChildProcess process;

    private ApicurioRegistry(int port, ChildProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts the process; ask {@link #serves} when it is ready.
     *
     * @param program the unpacked program
     * @param output where it prints to
     */
    static ApicurioRegistry start(Path program, Path output) {
        int port = LoopbackPort.free();
        ChildProcess.Command command = new ChildProcess.Command(
                "apicurio",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dquarkus.http.host=" + LoopbackPort.HOST,
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.host=" + LoopbackPort.HOST,
                        "-Dquarkus.management.port=" + LoopbackPort.free(),
                        "-jar",
                        program.resolve("quarkus-run.jar").toString()),
                Map.of(),
                output);
        return new ApicurioRegistry(port, ChildProcess.start(command, () -> answers(port)));
    }

    private static boolean answers(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url(port) + "/subjects")).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static URI url(int port) {
        return URI.create("http://" + LoopbackPort.HOST + ":" + port + "/apis/ccompat/v7");
    }

    boolean serves() {
        return process.serves();
    }

    String output() {
        return process.output();
    }

    URI url() {
        return url(port);
    }

    @Override
    public void close() {
        process.close();
    }
}
