package io.firstlight.auth.token;

import io.jsonwebtoken.security.Jwks;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The key that signs new tokens and every key by which tokens are accepted, by key id. Immutable. A key's id is its RFC 7638 thumbprint,
 * so it needs no file of its own and two processes agree on it.
 *
 * <p>Rotation: the old public key stays among the accepted ones until its last token has expired.
 */
public final class KeyRing {

    private final String signingKeyId;
    private final PrivateKey signingKey;
    private final Map<String, PublicKey> publicKeys;

    KeyRing(PrivateKey signingKey, PublicKey signingPublicKey, Iterable<PublicKey> alsoAccepted) {
        Map<String, PublicKey> byId = new TreeMap<>();
        alsoAccepted.forEach(key -> byId.put(keyId(key), key));
        this.signingKeyId = keyId(signingPublicKey);
        this.signingKey = signingKey;
        byId.put(signingKeyId, signingPublicKey);
        this.publicKeys = Map.copyOf(byId);
    }

    /** Id of the key that signs. */
    public String signingKeyId() {
        return signingKeyId;
    }

    /** All keys by which tokens are accepted, the signing one included, by id. */
    public Map<String, PublicKey> publicKeys() {
        return publicKeys;
    }

    /** The public keys as a JWK set (RFC 7517): {@code {"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig","kid":..,"x":..}]}}. */
    public String jwks() {
        return publicKeys.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .map(entry -> Jwks.json(Jwks.builder()
                        .octetKey(entry.getValue())
                        .id(entry.getKey())
                        .publicKeyUse("sig")
                        .algorithm("EdDSA")
                        .build()))
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    PrivateKey signingKey() {
        return signingKey;
    }

    private static String keyId(PublicKey key) {
        return Jwks.builder().octetKey(key).idFromThumbprint().build().getId();
    }

    @Override
    public String toString() {
        return "KeyRing[signs with " + signingKeyId + ", accepts " + publicKeys.keySet() + "]";
    }
}
