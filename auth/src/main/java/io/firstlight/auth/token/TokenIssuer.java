package io.firstlight.auth.token;

import io.jsonwebtoken.Jwts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;

/** Makes and signs tokens. Thread-safe. */
public final class TokenIssuer {

    private final KeyRing keys;
    private final String issuer;
    private final Duration lifetime;
    private final Clock clock;

    public TokenIssuer(KeyRing keys, String issuer, Duration lifetime, Clock clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** Claims of a new token for that user, from now on. */
    public TokenClaims newClaims(String userName) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new TokenClaims(UUID.randomUUID().toString(), userName, now, now.plus(lifetime));
    }

    /** The token of those claims: a secret. */
    public String sign(TokenClaims claims) {
        return Jwts.builder()
                .header()
                .keyId(keys.signingKeyId())
                .and()
                .id(claims.tokenId())
                .subject(claims.userName())
                .issuer(issuer)
                .issuedAt(Date.from(claims.issuedAt()))
                .expiration(Date.from(claims.expiresAt()))
                .signWith(keys.signingKey(), Jwts.SIG.EdDSA)
                .compact();
    }
}
