package io.firstlight.auth.token;

import io.firstlight.auth.AuthException;
import io.jsonwebtoken.security.Jwks;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 keys as PEM (RFC 7468): private as PKCS#8, public as SubjectPublicKeyInfo, the forms that openssl writes. */
final class PemKey {

    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private PemKey() {}

    static PrivateKey readPrivate(Path file) {
        try {
            byte[] encoded = body(Files.readString(file), PRIVATE);
            if (encoded != null) {
                return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new AuthException(unreadable(file, PRIVATE), e);
        }
        throw new AuthException(unreadable(file, PRIVATE));
    }

    static PublicKey readPublic(Path file) {
        try {
            byte[] encoded = body(Files.readString(file), PUBLIC);
            if (encoded != null) {
                return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new AuthException(unreadable(file, PUBLIC), e);
        }
        throw new AuthException(unreadable(file, PUBLIC));
    }

    /** The public half; PKCS#8 of Ed25519 need not hold it, and the JDK has no call that computes it. */
    static PublicKey publicHalf(PrivateKey key) {
        return Jwks.builder()
                .<PrivateKey, PublicKey>octetKey(key)
                .build()
                .toPublicJwk()
                .toKey();
    }

    static String text(PrivateKey key) {
        return armoured(PRIVATE, key.getEncoded());
    }

    static String text(PublicKey key) {
        return armoured(PUBLIC, key.getEncoded());
    }

    private static String armoured(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + label + "-----\n";
    }

    private static byte @Nullable [] body(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----");
        return from < 0 || to < from ? null : Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }

    private static String unreadable(Path file, String label) {
        return file + " is not a readable Ed25519 key (PEM, " + label
                + "): put the right file back, or remove this one";
    }
}
