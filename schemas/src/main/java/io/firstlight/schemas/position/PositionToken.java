package io.firstlight.schemas.position;

import org.apache.kafka.common.Uuid;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The text form of a {@link Position}, opaque to clients: URL-safe base 64 without padding of
 *
 * <pre>
 * byte    version (1)
 * int     number of topics, then for each topic:
 *   16 bytes topic id
 *   int      number of partitions, then for each: int partition, long next offset
 * 4 bytes CRC-32C of all that is before
 * </pre>
 *
 * Integers are big-endian. The checksum finds damage, not forgery: a token gives no rights.
 */
public final class PositionToken {

    static final byte VERSION = 1;
    private static final int MAX_CHARS = 1 << 20;

    private PositionToken() {}

    /** The token of a position. */
    public static String encode(Position position) {
        List<PartitionOffset> offsets = position.offsets();
        ByteBuffer out = ByteBuffer.allocate(16 + offsets.size() * 40);
        out.put(VERSION);
        out.putInt(topicCount(offsets));
        int at = 0;
        while (at < offsets.size()) {
            Uuid topicId = offsets.get(at).topicId();
            int end = at;
            while (end < offsets.size() && offsets.get(end).topicId().equals(topicId)) {
                end++;
            }
            out.putLong(topicId.getMostSignificantBits()).putLong(topicId.getLeastSignificantBits());
            out.putInt(end - at);
            for (; at < end; at++) {
                out.putInt(offsets.get(at).partition()).putLong(offsets.get(at).nextOffset());
            }
        }
        out.putInt(checksum(out.array(), out.position()));
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The position of a token; empty if the text is damaged, of another version, or never was a token. */
    public static Optional<Position> decode(String token) {
        if (token.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            // The decoder takes padding and stray bits in the last character; a position has one token only.
            return decode(Base64.getUrlDecoder().decode(token))
                    .filter(position -> encode(position).equals(token));
        } catch (RuntimeException e) {
            // Whatever is wrong with a foreign text - alphabet, length, a count that runs past the end - it is no
            // token.
            return Optional.empty();
        }
    }

    private static Optional<Position> decode(byte[] bytes) {
        int bodyLength = bytes.length - Integer.BYTES;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bodyLength < 2 || in.getInt(bodyLength) != checksum(bytes, bodyLength) || in.get() != VERSION) {
            return Optional.empty();
        }
        in.limit(bodyLength);
        List<PartitionOffset> offsets = new ArrayList<>();
        int topics = in.getInt();
        for (int t = 0; t < topics; t++) {
            Uuid topicId = new Uuid(in.getLong(), in.getLong());
            int partitions = in.getInt();
            for (int p = 0; p < partitions; p++) {
                offsets.add(new PartitionOffset(topicId, in.getInt(), in.getLong()));
            }
        }
        return in.hasRemaining() ? Optional.empty() : Optional.of(new Position(offsets));
    }

    private static int topicCount(List<PartitionOffset> offsets) {
        return (int) offsets.stream().map(PartitionOffset::topicId).distinct().count();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
