package io.firstlight.auth.token;

import io.firstlight.auth.AuthException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyDirectoryTest {

    /** The published example of RFC 8410, section 10.3: the form that openssl writes. Its public half is in section 10.1. */
    private static final String EXAMPLE_KEY = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    @TempDir
    Path directory;

    @Test
    void saysHowToMakeAKeyWhenThereIsNone() {
        assertThatThrownBy(() -> new KeyDirectory(directory).load())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("openssl genpkey -algorithm ed25519")
                .hasMessageContaining(KeyDirectory.SIGNING_KEY);
    }

    @Test
    void makesAKeyThatOnlyItsOwnerMayReadAndLeavesNoDraft() throws IOException {
        Path nested = directory.resolve("data/keys");

        new KeyDirectory(nested).loadOrGenerate();

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(nested.resolve(KeyDirectory.SIGNING_KEY))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(nested)) {
            assertThat(files).containsExactly(nested.resolve(KeyDirectory.SIGNING_KEY));
        }
    }

    @Test
    void findsTheSameKeyAgain() {
        KeyRing first = new KeyDirectory(directory).loadOrGenerate();
        KeyRing second = new KeyDirectory(directory).loadOrGenerate();

        assertThat(second.signingKeyId()).isEqualTo(first.signingKeyId());
        assertThat(second.publicKeys()).isEqualTo(first.publicKeys());
    }

    @Test
    void endsWithOneKeyWhenManyMakeItAtOnce() throws Exception {
        int starters = 8;
        CountDownLatch all = new CountDownLatch(starters);
        Callable<String> start = () -> {
            all.countDown();
            all.await();
            return new KeyDirectory(directory).loadOrGenerate().signingKeyId();
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(starters)) {
            List<Future<String>> keyIds =
                    Stream.generate(() -> threads.submit(start)).limit(starters).toList();

            String first = keyIds.get(0).get();
            for (Future<String> keyId : keyIds) {
                assertThat(keyId.get()).isEqualTo(first);
            }
        }
    }

    @Test
    void readsTheExampleKeyOfTheStandard() throws IOException {
        Files.writeString(directory.resolve(KeyDirectory.SIGNING_KEY), EXAMPLE_KEY);

        KeyRing keys = new KeyDirectory(directory).load();

        assertThat(PemKey.text(keys.publicKeys().values().iterator().next()))
                .contains("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
    }

    @Test
    void acceptsRetiredPublicKeysBesideTheSigningOne() throws IOException {
        KeyRing old = new KeyDirectory(directory).loadOrGenerate();
        Files.writeString(
                directory.resolve("2026.public.pem"),
                PemKey.text(old.publicKeys().values().iterator().next()));
        Files.delete(directory.resolve(KeyDirectory.SIGNING_KEY));

        KeyRing rotated = new KeyDirectory(directory).loadOrGenerate();

        assertThat(rotated.signingKeyId()).isNotEqualTo(old.signingKeyId());
        assertThat(rotated.publicKeys()).containsOnlyKeys(old.signingKeyId(), rotated.signingKeyId());
    }

    @Test
    void refusesAFileThatIsNoKeyAndKeepsIt() throws IOException {
        Path file = directory.resolve(KeyDirectory.SIGNING_KEY);
        for (String damaged :
                List.of("", "secretsecret", EXAMPLE_KEY.substring(0, 60), EXAMPLE_KEY.replace('M', '!'))) {
            Files.writeString(file, damaged);

            assertThatThrownBy(() -> new KeyDirectory(directory).loadOrGenerate())
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining(KeyDirectory.SIGNING_KEY)
                    .hasMessageNotContaining("secretsecret");
            assertThat(file).hasContent(damaged);
        }
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> new KeyDirectory(file.resolve("keys")).loadOrGenerate())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("cannot write a signing key to");
    }
}
