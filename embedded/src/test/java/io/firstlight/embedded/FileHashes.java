package io.firstlight.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Every file below a directory with a checksum of its bytes, to see that nothing was touched. */
public final class FileHashes {

    private FileHashes() {}

    /** Relative path to size and CRC-32C (nobody forges here, and it is fast); a directory has the word "directory". */
    public static SortedMap<String, String> of(Path directory) throws IOException {
        SortedMap<String, String> hashes = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                hashes.put(directory.relativize(path).toString(), Files.isRegularFile(path) ? hash(path) : "directory");
            }
        }
        return hashes;
    }

    private static String hash(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return bytes.length + " " + Long.toHexString(checksum.getValue());
    }
}
