package io.firstlight.bench.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.bench.run.LoadFailure;
import io.firstlight.schemas.json.Json;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Where an edge is. */
public final class EdgeOptions {

    private static final String SOCKET_PATH = "/manager/ws/subscription/";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = "--edge",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            converter = Url.class,
            description = "The edge, as http://HOST:PORT, or the whole address of its socket with token or password, as"
                    + " ws://HOST:PORT/manager/ws/subscription/?token=... (default: ${DEFAULT-VALUE}).")
    private URI edge;

    /** The socket's address for a producer with that password; the address as it was typed if it is whole already. */
    public URI producerSocket(String processPassword) {
        return "ws".equals(edge.getScheme()) ? edge : socket(edge, "password", processPassword);
    }

    /**
     * The socket's address for a subscriber; logs him in unless the address is whole already.
     *
     * @throws LoadFailure if the edge does not answer or refuses
     */
    public URI subscriberSocket(LoginOptions login) throws InterruptedException {
        return subscriberSocket(login, edge);
    }

    /** The same, of another edge. */
    public URI subscriberSocket(LoginOptions login, URI other) throws InterruptedException {
        return "ws".equals(other.getScheme()) ? other : socket(other, "token", token(other, login));
    }

    /**
     * Logs him in; the token.
     *
     * @throws LoadFailure if the edge does not answer or refuses
     */
    public String token(LoginOptions login) throws InterruptedException {
        return token(edge, login);
    }

    /** The edge's address as it was typed. */
    public URI edge() {
        return edge;
    }

    private static URI socket(URI edge, String parameter, String value) {
        return URI.create("ws://" + edge.getRawAuthority() + SOCKET_PATH + "?" + parameter + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private static String token(URI edge, LoginOptions who) throws InterruptedException {
        String body = Json.mapper()
                .createObjectNode()
                .put("username", who.user())
                .put("password", who.password())
                .toString();
        HttpRequest login = HttpRequest.newBuilder(edge.resolve("/manager/api/get-token/"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<byte[]> answer = http.send(login, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode token = answer.statusCode() == 200
                    ? Json.mapper().readTree(answer.body()).path("token")
                    : Json.mapper().missingNode();
            if (!token.isTextual()) {
                throw new LoadFailure(
                        "the edge at " + edge + " answers the login of " + who.user() + " with status "
                                + answer.statusCode(),
                        "check --user and --password");
            }
            return token.asText();
        } catch (IOException e) {
            throw new LoadFailure(
                    "the edge at " + edge + " does not answer: " + e, "check that it runs, and --edge", e);
        }
    }

    /** Checks the form; whether somebody answers there is another question. */
    public static final class Url implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            try {
                URI url = URI.create(text);
                if (url.getHost() != null && ("http".equals(url.getScheme()) || "ws".equals(url.getScheme()))) {
                    return url;
                }
            } catch (IllegalArgumentException e) {
                // Falls through to the one message for both mistakes.
            }
            throw new TypeConversionException("'" + text + "' is not a URL such as http://127.0.0.1:8080");
        }
    }
}
