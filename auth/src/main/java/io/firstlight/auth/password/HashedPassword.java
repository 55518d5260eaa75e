package io.firstlight.auth.password;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A salted hash with the cost it was made at. Its text is the PHC string format
 * ({@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>}, base64 without padding).
 */
final class HashedPassword {

    private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})"
            + "\\$([A-Za-z0-9+/]{8,200})\\$([A-Za-z0-9+/]{8,200})");

    private final Argon2Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    HashedPassword(Argon2Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt.clone();
        this.hash = hash.clone();
    }

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is not of that form; the text is not in the message
     */
    static HashedPassword parse(String text) {
        Matcher phc = PHC.matcher(text);
        if (!phc.matches()) {
            throw new IllegalArgumentException("stored password hash is not an argon2id hash in PHC format");
        }
        Argon2Cost cost = new Argon2Cost(
                Integer.parseInt(phc.group(1)), Integer.parseInt(phc.group(2)), Integer.parseInt(phc.group(3)));
        Base64.Decoder base64 = Base64.getDecoder();
        return new HashedPassword(cost, base64.decode(phc.group(4)), base64.decode(phc.group(5)));
    }

    /** The PHC string: what is stored. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.iterations() + ",p=" + cost.lanes() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    Argon2Cost cost() {
        return cost;
    }

    byte[] salt() {
        return salt.clone();
    }

    byte[] hash() {
        return hash.clone();
    }
}
