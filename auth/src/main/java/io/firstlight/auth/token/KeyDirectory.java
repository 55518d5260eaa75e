package io.firstlight.auth.token;

import io.firstlight.auth.AuthException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the keys are kept: {@value #SIGNING_KEY} (private, PKCS#8 PEM, mode 600) signs; every {@code *.public.pem} beside it is accepted
 * too, which is how a retired key is kept until its tokens have expired.
 */
public final class KeyDirectory {

    /** The signing key's file name. */
    public static final String SIGNING_KEY = "signing-key.pem";

    private static final Logger log = LoggerFactory.getLogger(KeyDirectory.class);
    private static final String PUBLIC_SUFFIX = ".public.pem";

    private final Path directory;

    public KeyDirectory(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * Reads the keys.
     *
     * @throws AuthException if there is no signing key, or a file is no key
     */
    public KeyRing load() {
        Path file = signingKeyFile();
        if (!Files.exists(file)) {
            throw new AuthException("no signing key at " + file + ": make one with"
                    + " 'openssl genpkey -algorithm ed25519 -out " + SIGNING_KEY + "' and give it mode 600");
        }
        warnWhenOthersMayRead(file);
        PrivateKey signingKey = PemKey.readPrivate(file);
        return new KeyRing(signingKey, PemKey.publicHalf(signingKey), retiredKeys());
    }

    /**
     * Reads the keys, and makes a signing key first where there is none. When several processes do so at once, all end with the same key.
     *
     * @throws AuthException if the key can be neither read nor written
     */
    public KeyRing loadOrGenerate() {
        if (!Files.exists(signingKeyFile())) {
            generate();
        }
        return load();
    }

    private void generate() {
        try {
            Files.createDirectories(directory);
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Path draft = Files.createTempFile(directory, SIGNING_KEY, ".new", ownerOnly());
            try {
                Files.write(draft, PemKey.text(pair.getPrivate()).getBytes(StandardCharsets.US_ASCII));
                // A link appears whole and never replaces: of several writers the first one wins.
                Files.createLink(signingKeyFile(), draft);
                log.info("made a new signing key: {}", signingKeyFile());
            } catch (FileAlreadyExistsException e) {
                log.debug("another process made the signing key at the same time", e);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException | UnsupportedOperationException | NoSuchAlgorithmException e) {
            throw new AuthException("cannot write a signing key to " + signingKeyFile(), e);
        }
    }

    private List<PublicKey> retiredKeys() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(PUBLIC_SUFFIX))
                    .map(PemKey::readPublic)
                    .toList();
        } catch (IOException e) {
            throw new AuthException("cannot list the key directory " + directory, e);
        }
    }

    private Path signingKeyFile() {
        return directory.resolve(SIGNING_KEY);
    }

    private static FileAttribute<?>[] ownerOnly() {
        if (!isPosix()) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    private static void warnWhenOthersMayRead(Path file) {
        if (!isPosix()) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                log.warn("{} can be read by every user of this machine: give it mode 600", file);
            }
        } catch (IOException e) {
            throw new AuthException("cannot look at the signing key " + file, e);
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
