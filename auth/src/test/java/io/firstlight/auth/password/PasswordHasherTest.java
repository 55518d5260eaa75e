package io.firstlight.auth.password;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.SecureRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PasswordHasherTest {

    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

    private final PasswordHasher hasher = new PasswordHasher(CHEAP, new SecureRandom());

    @Test
    void matchesThePasswordThatWasHashedAndNoOther() {
        String stored = hasher.hash("correct horse");

        assertThat(hasher.matches("correct horse", stored)).isTrue();
        assertThat(hasher.matches("correct horsf", stored)).isFalse();
        assertThat(hasher.matches("", stored)).isFalse();
    }

    @Test
    void saltsEachHash() {
        assertThat(hasher.hash("same")).isNotEqualTo(hasher.hash("same"));
    }

    @Test
    void writesThePhcFormatWithTheCost() {
        assertThat(hasher.hash("x"))
                .matches("\\$argon2id\\$v=19\\$m=64,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    }

    /** From the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 24}. */
    @Test
    void checksAHashOfTheReferenceImplementation() {
        String stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(hasher.matches("password", stored)).isTrue();
        assertThat(hasher.matches("differentpassword", stored)).isFalse();
    }

    @Test
    void neverMatchesWithoutAStoredHash() {
        assertThat(hasher.matches("anything", null)).isFalse();
        assertThat(hasher.matches("", null)).isFalse();
    }

    @Test
    void neverMatchesPasswordsBeyondTheLimit() {
        String stored = hasher.hash("");

        assertThat(hasher.matches("x".repeat(PasswordHasher.MAX_LENGTH + 1), stored))
                .isFalse();
    }

    @Test
    void checksAHashMadeAtAnotherCostAndCallsItOutdated() {
        String stored = new PasswordHasher(new Argon2Cost(32, 2, 1), new SecureRandom()).hash("secret");

        assertThat(hasher.matches("secret", stored)).isTrue();
        assertThat(hasher.isOutdated(stored)).isTrue();
        assertThat(hasher.isOutdated(hasher.hash("secret"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzYWx0",
                "$argon2id$v=19$m=999999999,t=1,p=1$c29tZXNhbHQ$c29tZXNhbHRzYWx0",
                "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$c29tZXNhbHRzYWx0"
            })
    void refusesStoredTextThatIsNoHashWithoutRepeatingIt(String stored) {
        assertThatThrownBy(() -> hasher.matches("x", stored))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("c29tZXNhbHQ");
    }
}
