package io.firstlight.standalone.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where PostgreSQL is and as whom to log in.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, perhaps with parameters, but without user and password
 * @param user the user's name
 * @param password empty for none; never shown
 */
public record PostgresAddress(String jdbcUrl, String user, String password) {

    /** User unless the URL or an option says otherwise. */
    public static final String DEFAULT_USER = "postgres";

    /**
     * Reads {@code postgresql://user:password@host:port/database} or {@code jdbc:postgresql://host:port/database?user=...&password=...};
     * other parameters are kept.
     *
     * @throws IllegalArgumentException if it is neither; the message does not repeat a password
     */
    public static PostgresAddress parse(String text) {
        String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        URI uri = uri(plain);
        String scheme = String.valueOf(uri.getScheme());
        String database = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (!(scheme.equals("postgresql") || scheme.equals("postgres"))
                || uri.getHost() == null
                || database.length() < 2) {
            throw wrong();
        }
        String user = DEFAULT_USER;
        String password = "";
        if (uri.getRawUserInfo() != null) {
            String[] parts = uri.getRawUserInfo().split(":", 2);
            user = decoded(parts[0]);
            password = parts.length > 1 ? decoded(parts[1]) : "";
        }
        List<String> kept = new ArrayList<>();
        for (String parameter : (uri.getRawQuery() == null ? "" : uri.getRawQuery()).split("&", -1)) {
            if (parameter.startsWith("user=")) {
                user = decoded(parameter.substring("user=".length()));
            } else if (parameter.startsWith("password=")) {
                password = decoded(parameter.substring("password=".length()));
            } else if (!parameter.isEmpty()) {
                kept.add(parameter);
            }
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = kept.isEmpty() ? "" : "?" + String.join("&", kept);
        return new PostgresAddress("jdbc:postgresql://" + uri.getHost() + port + database + query, user, password);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Its message repeats the text, and with it a password.
            throw wrong();
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("not of the form postgresql://user:password@host:5432/database"
                + " (special characters in it percent-encoded)");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Adds the address under the names that the services read. */
    public Settings into(Settings settings) {
        return settings.with("FIRSTLIGHT_POSTGRES", jdbcUrl)
                .with("FIRSTLIGHT_POSTGRES_USER", user)
                .with("FIRSTLIGHT_POSTGRES_PASSWORD", password)
                .with("database.url", jdbcUrl)
                .with("database.user", user)
                .with("database.password", password);
    }

    @Override
    public String toString() {
        return "PostgresAddress[" + jdbcUrl + ", user=" + user + ", password=***]";
    }
}
