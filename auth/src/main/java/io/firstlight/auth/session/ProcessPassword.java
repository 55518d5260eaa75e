package io.firstlight.auth.session;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** LOVE's one password for all producers. Off when there is none. Compares in constant time. Immutable. */
public final class ProcessPassword {

    private final byte @Nullable [] expected;

    public ProcessPassword(@Nullable String password) {
        this.expected = password == null ? null : sha256(password);
    }

    /** The producer, if that is the password and there is one. */
    public Optional<ProcessPrincipal> check(String given) {
        boolean equal = expected != null && MessageDigest.isEqual(expected, sha256(given));
        return equal ? Optional.of(new ProcessPrincipal()) : Optional.empty();
    }

    /** Of equal length whatever the password's, so that the comparison does not tell the length. */
    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
