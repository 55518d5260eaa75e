package io.firstlight.embedded.testkit.sal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** What Confluent's registry would answer. */
final class StandInRegistryTest {

    private static final String SCHEMA = "{\\\"type\\\": \\\"int\\\"}";

    private final StandInRegistry registry = StandInRegistry.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.shutdownNow();
        registry.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path, int status) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(registry.url() + path)));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/vnd.schemaregistry.v1+json");
        return new ObjectMapper().readTree(answer.body());
    }

    private JsonNode register(String subject, String schema) throws Exception {
        return new ObjectMapper()
                .readTree(send(HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + subject + "/versions"))
                                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"" + schema + "\"}")))
                        .body());
    }

    @Test
    void keepsSchemasBySubjectVersionAndId() throws Exception {
        assertThat(register("a-value", SCHEMA).path("id").intValue()).isEqualTo(1);
        assertThat(register("b-value", SCHEMA).path("id").intValue()).isEqualTo(1);
        assertThat(register("a-value", "\\\"string\\\"").path("id").intValue()).isEqualTo(2);
        assertThat(get("/schemas/ids/1", 200).path("schema").textValue()).isEqualTo("{\"type\": \"int\"}");
        assertThat(get("/subjects", 200).toString()).isEqualTo("[\"a-value\",\"b-value\"]");
        assertThat(get("/subjects/a-value/versions/latest", 200).toString())
                .isEqualTo("{\"subject\":\"a-value\",\"version\":2,\"id\":2,\"schema\":\"\\\"string\\\"\"}");
    }

    @Test
    void answersWithConfluentsErrors() throws Exception {
        assertThat(get("/schemas/ids/7", 404).path("error_code").intValue()).isEqualTo(40403);
        assertThat(get("/subjects/none/versions/latest", 404).path("error_code").intValue())
                .isEqualTo(40401);
        assertThat(get("/nowhere", 404).path("error_code").intValue()).isEqualTo(404);
        assertThat(register("a-value", "nonsense").path("error_code").intValue())
                .isEqualTo(42201);
    }

    @Test
    void canBeStoppedBrokenAndProtected() throws Exception {
        register("a-value", SCHEMA);
        registry.breakWith(503);
        get("/schemas/ids/1", 503);
        registry.breakWith(0);
        registry.stop();
        assertThatIOException().isThrownBy(() -> get("/schemas/ids/1", 200));
        registry.startAgain();
        get("/schemas/ids/1", 200);
        registry.protect("user", "password");
        get("/schemas/ids/1", 401);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(registry.url() + "/schemas/ids/1"))
                .header("Authorization", "Basic dXNlcjpwYXNzd29yZA=="));
        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
