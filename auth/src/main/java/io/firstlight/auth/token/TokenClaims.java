package io.firstlight.auth.token;

import java.time.Instant;

/**
 * What a token says of itself.
 *
 * @param tokenId {@code jti}; names the token in lists and revocations and is no secret
 * @param userName {@code sub}
 * @param issuedAt {@code iat}, whole seconds
 * @param expiresAt {@code exp}, whole seconds; from then on the token is refused
 */
public record TokenClaims(String tokenId, String userName, Instant issuedAt, Instant expiresAt) {

    /** Whether the token is no longer good at that time. */
    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
