package io.firstlight.archive;

import java.util.Objects;

/**
 * Where PostgreSQL is.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://...}
 * @param user user name; needs the right to create the schema {@code archive} or to own it
 * @param password its password; never shown
 */
public record DatabaseConfig(String url, String user, String password) {

    public DatabaseConfig {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("url must begin with jdbc:postgresql:");
        }
    }

    @Override
    public String toString() {
        // The URL may carry a password too, among its parameters.
        int parameters = url.indexOf('?');
        return "DatabaseConfig[" + (parameters < 0 ? url : url.substring(0, parameters) + "?...") + ", user=" + user
                + ", password=****]";
    }
}
