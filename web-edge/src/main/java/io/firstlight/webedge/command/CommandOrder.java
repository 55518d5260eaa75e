package io.firstlight.webedge.command;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A command that somebody who may has asked for.
 *
 * @param request what is to be done
 * @param user his name
 * @param client the address that he asked from, as text
 * @param idempotencyKey the name of this wish, so that it is fulfilled once however often it is sent; null if he gave none
 * @param body the bytes that were sent
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record CommandOrder(
        CommandRequest request,
        String user,
        String client,
        @Nullable String idempotencyKey,
        byte[] body) {

    /** What tells this body from others: its SHA-256. */
    byte[] bodyHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
