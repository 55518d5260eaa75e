package io.firstlight.auth.password;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** Makes and checks password hashes at one cost. Thread-safe; each call takes the cost's memory while it runs. */
public final class PasswordHasher {

    /** Shortest password that administration accepts, in characters. */
    public static final int MIN_LENGTH = 8;

    /** Longest password, in characters; longer ones never match. */
    public static final int MAX_LENGTH = 1024;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final Argon2Cost cost;
    private final SecureRandom random;
    private final HashedPassword nobody;

    public PasswordHasher(Argon2Cost cost, SecureRandom random) {
        this.cost = cost;
        this.random = random;
        byte[] unguessable = new byte[HASH_BYTES];
        random.nextBytes(unguessable);
        this.nobody = new HashedPassword(cost, newSalt(), unguessable);
    }

    /** A hash with fresh salt, in PHC format. */
    public String hash(String password) {
        byte[] salt = newSalt();
        return new HashedPassword(cost, salt, argon2id(password, salt, cost, HASH_BYTES)).text();
    }

    /**
     * Whether the password is the one of the stored hash. Without a stored hash (unknown user) the answer is no after the same work, so
     * that the time does not tell who exists.
     *
     * @throws IllegalArgumentException if the stored text is no hash
     */
    public boolean matches(String password, @Nullable String stored) {
        HashedPassword expected = stored == null ? nobody : HashedPassword.parse(stored);
        byte[] wanted = expected.hash();
        String bounded = password.length() > MAX_LENGTH ? "" : password;
        byte[] given = argon2id(bounded, expected.salt(), expected.cost(), wanted.length);
        boolean equal = MessageDigest.isEqual(wanted, given);
        return equal && stored != null && password.length() <= MAX_LENGTH;
    }

    /** Whether the stored hash was made at another cost and should be made anew at the next login. */
    public boolean isOutdated(String stored) {
        return !HashedPassword.parse(stored).cost().equals(cost);
    }

    private byte[] newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    private static byte[] argon2id(String password, byte[] salt, Argon2Cost cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
