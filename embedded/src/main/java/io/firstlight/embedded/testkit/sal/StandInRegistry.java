package io.firstlight.embedded.testkit.sal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.firstlight.embedded.LoopbackPort;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for Confluent's schema registry, on loopback, as far as SAL uses it: registering a schema, asking for one by id, listing the
 * subjects, the latest version of one. It keeps all in memory, also while it is stopped. Source: Confluent's "Schema Registry API Reference", v1.
 *
 * <p>It can be stopped and started, answer with an error, hold its answers back, and ask for a password. Thread-safe.
 */
public final class StandInRegistry implements AutoCloseable {

    /** The media type of its answers. */
    public static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int INVALID_SCHEMA = 42201;
    private static final int FAILED = 50001;

    private final int port = LoopbackPort.free();
    private final AtomicInteger requests = new AtomicInteger();
    /** Guarded by this: schemas by id, the first is 1. */
    private final List<String> schemas = new ArrayList<>();
    /** Guarded by this: ids by subject, in the order of the versions. */
    private final Map<String, List<Integer>> subjects = new TreeMap<>();
    /** Guarded by this. */
    private @Nullable HttpServer server;
    /** Guarded by this. */
    private @Nullable ExecutorService threads;

    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int brokenStatus;
    private volatile @Nullable String authorization;

    /** An answer. */
    private record Answer(int status, Object body) {

        static Answer ok(Object body) {
            return new Answer(200, body);
        }

        static Answer error(int code, String message) {
            return new Answer(code / 100, Map.of("error_code", code, "message", message));
        }
    }

    /** A registry that answers. */
    public static StandInRegistry start() {
        StandInRegistry registry = new StandInRegistry();
        registry.startAgain();
        return registry;
    }

    /** Where it is, also while it is stopped. */
    public URI url() {
        return URI.create("http://" + LoopbackPort.HOST + ":" + port);
    }

    /** How many requests it has got. */
    public int requests() {
        return requests.get();
    }

    /** Refuses connections from now on. */
    public synchronized void stop() {
        open();
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (threads != null) {
            threads.shutdownNow();
            threads = null;
        }
    }

    /** Answers again after {@link #stop}. */
    public synchronized void startAgain() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            threads = Executors.newCachedThreadPool();
            started.setExecutor(threads);
            started.createContext("/", this::handle);
            started.start();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds all answers back until {@link #open}. */
    public void hold() {
        gate = new CountDownLatch(1);
    }

    /** Gives the answers that were held back. */
    public void open() {
        gate.countDown();
    }

    /** Answers everything with that status; 0 for as it should. */
    public void breakWith(int status) {
        brokenStatus = status;
    }

    /** Asks for that name and password from now on. */
    public void protect(String user, String password) {
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            byte[] request = exchange.getRequestBody().readAllBytes();
            gate.await();
            Answer answer = answer(exchange, request);
            byte[] body = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange, byte[] request) throws IOException {
        if (brokenStatus != 0) {
            return new Answer(brokenStatus, Map.of("error_code", FAILED, "message", "broken on purpose"));
        }
        if (authorization != null
                && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Answer(401, Map.of("error_code", 401, "message", "Unauthorized"));
        }
        String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/", -1);
        for (int i = 0; i < path.length; i++) {
            path[i] = URLDecoder.decode(path[i], StandardCharsets.UTF_8);
        }
        return exchange.getRequestMethod().equals("POST") ? post(path, request) : get(path);
    }

    private synchronized Answer get(String[] path) {
        if (path.length == 1 && path[0].equals("subjects")) {
            return Answer.ok(subjects.keySet());
        }
        if (path.length == 3 && path[0].equals("schemas") && path[1].equals("ids")) {
            return schema(path[2]);
        }
        if (path.length == 4 && path[0].equals("subjects") && path[2].equals("versions")) {
            return version(path[1], path[3]);
        }
        return new Answer(404, Map.of("error_code", 404, "message", "HTTP 404 Not Found"));
    }

    private Answer schema(String idText) {
        int id = number(idText);
        return id >= 1 && id <= schemas.size()
                ? Answer.ok(Map.of("schema", schemas.get(id - 1)))
                : Answer.error(SCHEMA_NOT_FOUND, "Schema " + idText + " not found");
    }

    private Answer version(String subject, String versionText) {
        List<Integer> versions = subjects.get(subject);
        if (versions == null) {
            return Answer.error(SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
        }
        int version = versionText.equals("latest") ? versions.size() : number(versionText);
        if (version < 1 || version > versions.size()) {
            return Answer.error(VERSION_NOT_FOUND, "Version " + versionText + " not found.");
        }
        int id = versions.get(version - 1);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("subject", subject);
        body.put("version", version);
        body.put("id", id);
        body.put("schema", schemas.get(id - 1));
        return Answer.ok(body);
    }

    private Answer post(String[] path, byte[] request) throws IOException {
        if (path.length != 3 || !path[0].equals("subjects") || !path[2].equals("versions")) {
            return new Answer(404, Map.of("error_code", 404, "message", "HTTP 404 Not Found"));
        }
        JsonNode schema = JSON.readTree(request).path("schema");
        try {
            new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(schema.asText());
        } catch (AvroRuntimeException e) {
            return Answer.error(INVALID_SCHEMA, "Invalid schema");
        }
        return Answer.ok(Map.of("id", put(path[1], schema.asText())));
    }

    /** Puts a schema in without looking at it, and returns its id; the same schema has the same id. */
    public synchronized int put(String subject, String schema) {
        int known = schemas.indexOf(schema);
        if (known < 0) {
            schemas.add(schema);
            known = schemas.size() - 1;
        }
        List<Integer> versions = subjects.computeIfAbsent(subject, unused -> new ArrayList<>());
        if (!versions.contains(known + 1)) {
            versions.add(known + 1);
        }
        return known + 1;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Stops it for good. */
    @Override
    public void close() {
        stop();
    }
}
