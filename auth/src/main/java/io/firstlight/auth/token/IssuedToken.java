package io.firstlight.auth.token;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A token in the list of those issued; not the token itself, which is stored nowhere.
 *
 * @param tokenId the token's {@code jti}
 * @param userName whose it is
 * @param issuedAt since when it is good
 * @param expiresAt until when it is good at most
 * @param revokedAt when it was revoked, or null
 */
public record IssuedToken(
        String tokenId,
        String userName,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {}
