package io.firstlight.auth.user;

/** What a login is checked against. */
public record Credentials(String passwordHash, boolean active) {

    @Override
    public String toString() {
        return "Credentials[passwordHash=***, active=" + active + "]";
    }
}
