package io.firstlight.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.auth.ManualClock;
import io.firstlight.schemas.json.Json;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

import static org.assertj.core.api.Assertions.assertThat;

class TokenVerifierTest {

    private static final String ISSUER = "firstlight";

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private KeyRing keys;
    private TokenIssuer issuer;
    private TokenVerifier verifier;

    @BeforeEach
    void makeKeys() {
        keys = new KeyDirectory(directory).loadOrGenerate();
        issuer = new TokenIssuer(keys, ISSUER, Duration.ofDays(30), clock);
        verifier = new TokenVerifier(keys.publicKeys(), ISSUER);
    }

    @Test
    void readsBackWhatWasSigned() {
        TokenClaims claims = issuer.newClaims("ann");

        String token = issuer.sign(claims);

        assertThat(verifier.verify(token)).contains(claims);
        assertThat(verifier.verify(token)).as("from memory").contains(claims);
        assertThat(claims.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));
    }

    @Test
    void givesEachTokenItsOwnId() {
        assertThat(issuer.newClaims("ann").tokenId())
                .isNotEqualTo(issuer.newClaims("ann").tokenId());
    }

    @Test
    void carriesTheRegisteredClaimsAndTheKeyId() throws IOException {
        String[] parts = issuer.sign(issuer.newClaims("ann")).split("\\.", -1);

        JsonNode header = decoded(parts[0]);
        JsonNode payload = decoded(parts[1]);

        assertThat(header.path("alg").asText()).isEqualTo("EdDSA");
        assertThat(header.path("kid").asText()).isEqualTo(keys.signingKeyId());
        assertThat(payload.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("jti", "sub", "iss", "iat", "exp");
    }

    @Test
    void isVerifiedByTheKeysOfTheJwksDocument() {
        Map<String, PublicKey> published = new HashMap<>();
        for (Jwk<? extends Key> key :
                Jwks.setParser().build().parse(keys.jwks()).getKeys()) {
            published.put(key.getId(), (PublicKey) key.toKey());
        }
        TokenClaims claims = issuer.newClaims("ann");

        assertThat(new TokenVerifier(published, ISSUER).verify(issuer.sign(claims)))
                .contains(claims);
    }

    @Test
    void publishesNoPrivateKey() throws IOException {
        JsonNode key = Json.mapper().readTree(keys.jwks()).path("keys").path(0);

        assertThat(key.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("kty", "crv", "x", "kid", "use", "alg");
    }

    @Test
    void acceptsTokensOfARetiredKeyWhileItsPublicHalfIsThere() throws IOException {
        TokenClaims claims = issuer.newClaims("ann");
        String old = issuer.sign(claims);
        PublicKey retired = keys.publicKeys().values().iterator().next();
        Files.delete(directory.resolve(KeyDirectory.SIGNING_KEY));
        Path retiredFile = Files.writeString(directory.resolve("old.public.pem"), PemKey.text(retired));

        KeyRing rotated = new KeyDirectory(directory).loadOrGenerate();
        assertThat(new TokenVerifier(rotated.publicKeys(), ISSUER).verify(old)).contains(claims);

        Files.delete(retiredFile);
        KeyRing alone = new KeyDirectory(directory).load();
        assertThat(new TokenVerifier(alone.publicKeys(), ISSUER).verify(old)).isEmpty();
    }

    @Test
    void refusesTokensOfAnotherKeyOrIssuer() {
        KeyRing foreign = new KeyDirectory(directory.resolve("foreign")).loadOrGenerate();
        TokenClaims claims = issuer.newClaims("ann");

        assertThat(verifier.verify(new TokenIssuer(foreign, ISSUER, Duration.ofDays(1), clock).sign(claims)))
                .isEmpty();
        assertThat(verifier.verify(new TokenIssuer(keys, "other", Duration.ofDays(1), clock).sign(claims)))
                .isEmpty();
    }

    @Test
    void refusesTokensWithoutSignatureOrSignedWithThePublicKeyAsSecret() {
        PublicKey published = keys.publicKeys().values().iterator().next();
        byte[] guessable = new byte[64];
        System.arraycopy(published.getEncoded(), 0, guessable, 0, published.getEncoded().length);
        String unsigned = Jwts.builder()
                .id("1")
                .subject("admin")
                .issuer(ISSUER)
                .issuedAt(Date.from(clock.instant()))
                .expiration(Date.from(clock.instant()))
                .compact();
        String symmetric = Jwts.builder()
                .header()
                .keyId(keys.signingKeyId())
                .and()
                .id("1")
                .subject("admin")
                .issuer(ISSUER)
                .issuedAt(Date.from(clock.instant()))
                .expiration(Date.from(clock.instant()))
                .signWith(new SecretKeySpec(guessable, "HmacSHA256"), Jwts.SIG.HS256)
                .compact();

        assertThat(verifier.verify(unsigned)).isEmpty();
        assertThat(verifier.verify(symmetric)).isEmpty();
    }

    @Test
    void refusesTokensThatNameNoKeyOrAnUnknownOne() {
        TokenClaims claims = issuer.newClaims("ann");
        for (String header :
                List.of("{\"alg\":\"EdDSA\"}", "{\"alg\":\"EdDSA\",\"kid\":\"x\"}", "{\"alg\":\"EdDSA\",\"kid\":1}")) {
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));
            String token = issuer.sign(claims);

            assertThat(verifier.verify(encoded + token.substring(token.indexOf('.'))))
                    .isEmpty();
        }
    }

    @Test
    void refusesTokensOfOursThatLackAClaim() {
        String withoutExpiry = Jwts.builder()
                .header()
                .keyId(keys.signingKeyId())
                .and()
                .id("1")
                .subject("admin")
                .issuer(ISSUER)
                .issuedAt(Date.from(clock.instant()))
                .signWith(keys.signingKey(), Jwts.SIG.EdDSA)
                .compact();

        assertThat(verifier.verify(withoutExpiry)).isEmpty();
    }

    @Test
    void refusesAnyChangeOfAToken() {
        String token = issuer.sign(issuer.newClaims("ann"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.{}\" \u0000\u00e9";
        for (int i = 0; i < 500; i++) {
            StringBuilder changed = new StringBuilder(token);
            // The last character of a part holds spare bits: two texts of one signature are one token.
            int place = random.nextInt(token.length() - 1);
            changed.setCharAt(place, alphabet.charAt(random.nextInt(alphabet.length())));
            if (!changed.toString().equals(token)) {
                assertThat(verifier.verify(changed.toString()))
                        .as("seed %d, %s", seed, changed)
                        .isEmpty();
            }
        }
    }

    /** Its sender names the work: a billion rounds of key derivation. */
    @Test
    void refusesEncryptedTokensWithoutDoingTheWorkTheyAskFor() {
        String header =
                "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":1000000000,\"p2s\":\"c2FsdHNhbHQ\"}";
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8));

        assertThat(verifier.verify(encoded + ".AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA"))
                .isEmpty();
    }

    @Test
    void refusesTextThatIsNoToken() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String noise = random.ints(random.nextInt(200), 0, 0x250)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            assertThat(verifier.verify(noise)).as("seed %d", seed).isEmpty();
        }
        for (String text : List.of("", ".", "..", "a.b.c", "....", "e30.e30.e30", "x".repeat(1_000_000))) {
            assertThat(verifier.verify(text)).isEmpty();
        }
    }

    private static JsonNode decoded(String part) throws IOException {
        return Json.mapper().readTree(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }
}
