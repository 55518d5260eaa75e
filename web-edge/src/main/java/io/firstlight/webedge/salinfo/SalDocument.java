package io.firstlight.webedge.salinfo;

import io.firstlight.webedge.commander.CommanderOutcome;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One answer about components.
 *
 * @param status the HTTP status
 * @param body JSON
 * @param etag names this content, in quotes as HTTP has it
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record SalDocument(int status, byte[] body, String etag) {

    static SalDocument of(CommanderOutcome outcome) {
        return of(outcome.status(), outcome.body());
    }

    static SalDocument of(int status, byte[] body) {
        return new SalDocument(status, body, etag(body));
    }

    /** Whether this is worth keeping. */
    boolean good() {
        return status == 200;
    }

    private static String etag(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
