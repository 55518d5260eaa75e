package io.firstlight.standalone.fault;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Logs in as one of the development users. Stateless. */
final class Login {

    private static final String WHO = "{\"username\":\"user\",\"password\":\"user\"}";

    private Login() {}

    static String token(HttpClient http, URI edge) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(edge.resolve("/manager/api/get-token/"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(WHO))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError("no token: " + answer.statusCode() + " " + answer.body());
        }
        return new ObjectMapper().readTree(answer.body()).path("token").asText();
    }
}
