package io.firstlight.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.Locator;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks signature, issuer and form of tokens with public keys alone. Thread-safe.
 *
 * <p>Signatures that were good are remembered (bounded, by SHA-256 of the token, so that no token lies in memory): checking one costs
 * some hundred microseconds, looking it up some. That never goes stale: what can change about a token is not in it. Expiry is left to the
 * caller, who has the clock, for the same reason.
 */
public final class TokenVerifier {

    /** Longest token that is looked at, in characters; ours have about 300. */
    public static final int MAX_LENGTH = 4096;

    private static final int REMEMBERED = 20_000;

    private final JwtParser parser;
    private final Cache<ByteBuffer, TokenClaims> good = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    public TokenVerifier(Map<String, PublicKey> publicKeys, String issuer) {
        Map<String, PublicKey> byId = Map.copyOf(publicKeys);
        Locator<Key> locator = header ->
                header instanceof JwsHeader signed ? byId.get(Objects.requireNonNullElse(signed.getKeyId(), "")) : null;
        parser = Jwts.parser()
                .keyLocator(locator)
                .requireIssuer(issuer)
                .clock(() -> Date.from(Instant.EPOCH))
                .build();
    }

    /** What the token says, or empty when it is not one that we signed. It may have expired. */
    public Optional<TokenClaims> verify(String token) {
        if (token.isEmpty() || token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        ByteBuffer digest = digest(token);
        TokenClaims known = good.getIfPresent(digest);
        if (known != null) {
            return Optional.of(known);
        }
        TokenClaims claims = check(token);
        if (claims != null) {
            good.put(digest, claims);
        }
        return Optional.ofNullable(claims);
    }

    private @Nullable TokenClaims check(String token) {
        try {
            Claims claims = parser.parseSignedClaims(token).getPayload();
            String tokenId = claims.getId();
            String userName = claims.getSubject();
            Date issuedAt = claims.getIssuedAt();
            Date expiresAt = claims.getExpiration();
            if (tokenId == null || userName == null || issuedAt == null || expiresAt == null) {
                return null;
            }
            return new TokenClaims(tokenId, userName, issuedAt.toInstant(), expiresAt.toInstant());
        } catch (JwtException | IllegalArgumentException e) {
            // Any text may come from outside; that it is no token of ours is the answer, and the text may be a secret.
            return null;
        }
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
