package io.firstlight.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every file below a directory with the hash of its bytes, to see that nothing was touched. */
public final class FileHashes {

    private FileHashes() {}

    /** Relative path to SHA-256; a directory has the word "directory". */
    public static SortedMap<String, String> of(Path directory) throws IOException, NoSuchAlgorithmException {
        SortedMap<String, String> hashes = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                String hash = Files.isRegularFile(path)
                        ? HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)))
                        : "directory";
                hashes.put(directory.relativize(path).toString(), hash);
            }
        }
        return hashes;
    }
}
