package io.firstlight.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the file system says about a directory; a test can say something else. */
interface FileSystemProbe {

    /** Whether this process may create files in it. */
    boolean writable(Path directory) throws IOException;

    /** Bytes that this process may still write there. */
    long usableBytes(Path directory) throws IOException;

    /** The real file system. */
    FileSystemProbe REAL = new FileSystemProbe() {
        @Override
        public boolean writable(Path directory) {
            return Files.isWritable(directory);
        }

        @Override
        public long usableBytes(Path directory) throws IOException {
            return Files.getFileStore(directory).getUsableSpace();
        }
    };
}
