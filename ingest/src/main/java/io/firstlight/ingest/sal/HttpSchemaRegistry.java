package io.firstlight.ingest.sal;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.json.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A schema registry with Confluent's REST interface, of which one request is used: {@code GET /schemas/ids/<id>}. Source: Confluent's
 * "Schema Registry API Reference", v1. Thread-safe.
 */
final class HttpSchemaRegistry implements SchemaRegistry {

    private static final String AVRO = "AVRO";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int SCHEMA_NOT_FOUND = 40403;

    private final HttpClient client;
    private final String base;
    private final Duration timeout;
    private final Optional<String> authorization;

    HttpSchemaRegistry(SalConfig.Registry config) {
        String url = config.url().toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.timeout = config.timeout();
        this.authorization = config.login().map(HttpSchemaRegistry::basic);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    private static String basic(SalConfig.Login login) {
        String both = login.user() + ':' + login.password();
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletableFuture<Answer> schema(int id) {
        if (id < 0) {
            // Garbage; not every registry would answer it with a plain no.
            return CompletableFuture.completedFuture(new Answer.Unknown());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/schemas/ids/" + id))
                .timeout(timeout)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        authorization.ifPresent(value -> request.header("Authorization", value));
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .handle((response, failure) ->
                        failure == null ? answer(response) : new Answer.Away(String.valueOf(failure.getMessage())));
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case OK -> schema(response.body());
            case NOT_FOUND -> notFound(response.body());
            default -> new Answer.Away("status " + response.statusCode());
        };
    }

    private static Answer schema(byte[] body) {
        JsonNode answer = parse(body);
        JsonNode schema = answer.path("schema");
        if (!schema.isTextual()) {
            return new Answer.Away("its answer has no schema");
        }
        String kind = answer.path("schemaType").asText(AVRO);
        return kind.equals(AVRO) ? new Answer.Found(schema.textValue()) : new Answer.Foreign(kind);
    }

    /** A registry says so in its own words; the 404 of something else on its way here, or of a wrong path, must not cost records. */
    private static Answer notFound(byte[] body) {
        return parse(body).path("error_code").asInt() == SCHEMA_NOT_FOUND
                ? new Answer.Unknown()
                : new Answer.Away("status 404, not of a schema registry");
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            return Json.mapper().missingNode();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
