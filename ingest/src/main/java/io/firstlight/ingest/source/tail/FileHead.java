package io.firstlight.ingest.source.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * The first bytes of a file, by which it is known again: a name may be another file's tomorrow, and so may an inode.
 *
 * @param length how many bytes, at most {@value #MOST_BYTES}
 * @param checksum their CRC-32C
 */
record FileHead(int length, long checksum) {

    static final int MOST_BYTES = 1024;

    /** That of no byte, which every file has. */
    static final FileHead NONE = new FileHead(0, 0);

    /** The head of the part of a file before a position. */
    static FileHead before(FileChannel file, long position) throws IOException {
        int length = (int) Math.min(position, MOST_BYTES);
        if (length == 0) {
            return NONE;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
            // On to the next part.
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.array(), 0, bytes.position());
        return new FileHead(bytes.position(), checksum.getValue());
    }

    /** Whether a file begins so. */
    boolean isOf(FileChannel file) throws IOException {
        return file.size() >= length && before(file, length).equals(this);
    }
}
