package io.firstlight.webedge.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.schemas.json.Json;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Locale;

/** User name and password in the body of a request: a JSON object or a form. What is wrong is said in the words of LOVE's framework. */
sealed interface LoveCredentials {

    /** Both are there. */
    record Given(String userName, String password) implements LoveCredentials {
        @Override
        public String toString() {
            return "Given[" + userName + ", password=***]";
        }
    }

    /**
     * Something lacks.
     *
     * @param body the answer: by field, a list of what is wrong with it
     */
    record Wrong(String body) implements LoveCredentials {}

    /**
     * Reads them.
     *
     * @throws RequestRefused 400 if the body is neither a form nor JSON
     */
    static LoveCredentials read(Context context) {
        JsonNode body = body(context);
        if (!body.isObject()) {
            return new Wrong("{\"non_field_errors\": [\"Invalid data. Expected a dictionary, but got "
                    + pythonType(body) + ".\"]}");
        }
        JsonNode userName = body.path("username");
        JsonNode password = body.path("password");
        String wrong = join(problem("username", userName), problem("password", password));
        return wrong.isEmpty() ? new Given(userName.asText(), password.asText()) : new Wrong("{" + wrong + "}");
    }

    private static JsonNode body(Context context) {
        if (isForm(context)) {
            ObjectNode form = Json.mapper().createObjectNode();
            for (String field : new String[] {"username", "password"}) {
                String value = context.formParam(field);
                if (value != null) {
                    form.put(field, value);
                }
            }
            return form;
        }
        try {
            JsonNode body = Json.mapper().readTree(context.bodyAsBytes());
            return body instanceof MissingNode ? Json.mapper().createObjectNode() : body;
        } catch (IOException e) {
            throw new RequestRefused(400, "JSON parse error - the body is not one JSON object");
        }
    }

    /** Whether the body is a form. The type alone does not tell: curl sends JSON as a form unless it is told otherwise. */
    static boolean isForm(Context context) {
        String type = context.contentType();
        return type != null
                && (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data"))
                && !context.body().stripLeading().startsWith("{");
    }

    private static String problem(String field, JsonNode value) {
        String text = problem(value);
        return text == null ? "" : "\"" + field + "\": [\"" + text + "\"]";
    }

    private static @Nullable String problem(JsonNode value) {
        if (value.isMissingNode()) {
            return "This field is required.";
        }
        if (value.isNull()) {
            return "This field may not be null.";
        }
        if (!value.isTextual() && !value.isNumber()) {
            return "Not a valid string.";
        }
        return value.asText().isEmpty() ? "This field may not be blank." : null;
    }

    private static String join(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + ", " + other;
    }

    private static String pythonType(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "list";
            case STRING -> "str";
            case BOOLEAN -> "bool";
            case NULL -> "NoneType";
            case NUMBER -> node.isIntegralNumber() ? "int" : "float";
            default -> node.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }
}
