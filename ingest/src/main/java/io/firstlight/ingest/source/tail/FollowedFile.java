package io.firstlight.ingest.source.tail;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lines of a file that grows, each once it is complete. Has no thread and no clock: {@link #next} is asked again and again.
 *
 * <ul>
 *   <li><b>Renamed and made anew</b> (logrotate's {@code create}): the old file is read to its end, and watched until it has been quiet for a while,
 *       as who writes it may still have it open; a last line without an end is then a line. Then the new one from its beginning.
 *   <li><b>Truncated or written anew</b> ({@code copytruncate}): begins at its beginning. What was written between the last look and the
 *       truncation is not in the file any more; a half line that was read before is dropped.
 *   <li><b>Rotated while nobody looked</b>: from a {@link Place}, the file is found again under another name that begins with its own ({@code
 *       app.log.1}) and read from there, then those that were changed later, then the file itself. Compressed ones are not.
 * </ul>
 *
 * A file that is known again begins as before ({@link FileHead}); that the file system calls it the same only decides between several. Used by one
 * thread.
 */
final class FollowedFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);
    private static final Pattern COMPRESSED = Pattern.compile(".*\\.(gz|bz2|xz|zst|lz4|zip)");

    private final Path path;
    private final int mostLineBytes;
    private final long quietNs;
    private final LongSupplier nanoTime;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10).flip();
    private final ByteArrayOutputStream half = new ByteArrayOutputStream();
    /** What comes after the file that is being read, the next first; open already, so that no further rotation takes them away. */
    private final Deque<Opened> following = new ArrayDeque<>();

    private @Nullable Opened file;
    private FileHead head = FileHead.NONE;
    /** Behind the last byte that was taken out of the buffer. */
    private long position;

    private long lineStart;
    private boolean tooLong;
    /** Whether a renamed file had nothing more at the last look, and since when. */
    private boolean quiet;

    private long quietSinceNs;

    private record Opened(FileChannel channel, String key) {}

    /**
     * A file; opened by the first look.
     *
     * @param mostLineBytes longer lines are cut
     * @param quiet how long a file that was renamed must have nothing new before the next is begun
     */
    FollowedFile(Path path, int mostLineBytes, Duration quiet, LongSupplier nanoTime) {
        this.path = path;
        this.mostLineBytes = mostLineBytes;
        this.quietNs = quiet.toNanos();
        this.nanoTime = nanoTime;
    }

    Path path() {
        return path;
    }

    /** Whether there is a file. */
    boolean isOpen() {
        return file != null;
    }

    /** Begins at the end of what is there now; at the beginning if there is no file yet. Returns the place. */
    @Nullable
    Place beginAtEnd() throws IOException {
        if (!openAtPath()) {
            return null;
        }
        long size = channel().size();
        seek(size);
        return place(size);
    }

    /** Begins at a place that was noted earlier. Returns whether its file was found; if not, it begins at the beginning of the one there is. */
    boolean beginAt(Place noted) throws IOException {
        Path found = find(noted);
        if (found == null) {
            return false;
        }
        file = open(found);
        if (file == null || channel().size() < noted.position()) {
            return false;
        }
        seek(noted.position());
        if (!found.equals(path)) {
            for (Path later : changedAfter(found)) {
                follow(later);
            }
            follow(path);
        }
        return true;
    }

    private @Nullable Path find(Place noted) throws IOException {
        List<Path> candidates = new ArrayList<>(List.of(path));
        candidates.addAll(siblings());
        Map<Integer, Path> byRank = new TreeMap<>();
        for (Path candidate : candidates) {
            boolean own = candidate.equals(path);
            boolean sameKey = !noted.fileKey().isEmpty() && noted.fileKey().equals(key(candidate));
            if (isAsNoted(candidate, noted)) {
                byRank.putIfAbsent((sameKey ? 0 : 2) + (own ? 0 : 1), candidate);
            }
        }
        return byRank.isEmpty() ? null : byRank.values().iterator().next();
    }

    private static boolean isAsNoted(Path candidate, Place noted) throws IOException {
        try (FileChannel channel = FileChannel.open(candidate)) {
            return channel.size() >= noted.position() && noted.head().isOf(channel);
        } catch (NoSuchFileException e) {
            // It was renamed or deleted in between.
            return false;
        }
    }

    private List<Path> siblings() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        String name = String.valueOf(path.getFileName());
        if (directory == null || !Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(each -> {
                        String other = String.valueOf(each.getFileName());
                        return other.length() > name.length()
                                && other.startsWith(name)
                                && !COMPRESSED.matcher(other).matches()
                                && Files.isRegularFile(each)
                                // One that may not be read, a neighbour's perhaps, is none of this one's.
                                && Files.isReadable(each);
                    })
                    .sorted()
                    .toList();
        }
    }

    private List<Path> changedAfter(Path found) throws IOException {
        FileTime changed = Files.getLastModifiedTime(found);
        Map<Path, FileTime> later = new TreeMap<>();
        for (Path each : siblings()) {
            FileTime time = Files.getLastModifiedTime(each);
            if (!each.equals(found) && time.compareTo(changed) > 0) {
                later.put(each, time);
            }
        }
        return later.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The next complete line; null if there is none now. */
    @Nullable
    Line next() throws IOException {
        if (file == null && !openAtPath()) {
            return null;
        }
        while (true) {
            Line line = lineInBuffer();
            if (line != null) {
                quiet = false;
                return line;
            }
            if (isWrittenAnew()) {
                LOG.info("{} was truncated or written anew and is read from its beginning", path);
                half.reset();
                seek(0);
            }
            if (!fill()) {
                return atEnd();
            }
        }
    }

    private @Nullable Line lineInBuffer() throws IOException {
        while (buffer.hasRemaining()) {
            byte b = buffer.get();
            position++;
            if (b == '\n') {
                return line();
            }
            if (half.size() < mostLineBytes) {
                half.write(b);
            } else {
                tooLong = true;
            }
        }
        return null;
    }

    private Line line() throws IOException {
        byte[] text = half.toByteArray();
        int length = text.length > 0 && text[text.length - 1] == '\r' ? text.length - 1 : text.length;
        if (head.length() < FileHead.MOST_BYTES) {
            head = FileHead.before(channel(), position);
        }
        Line line = new Line(Arrays.copyOf(text, length), lineStart, place(position), tooLong);
        half.reset();
        tooLong = false;
        lineStart = position;
        return line;
    }

    private boolean fill() throws IOException {
        buffer.clear();
        int read = channel().read(buffer, position);
        buffer.flip();
        if (read > 0) {
            quiet = false;
        }
        return read > 0;
    }

    private boolean isWrittenAnew() throws IOException {
        return channel().size() < position || !head.isOf(channel());
    }

    /** The file has nothing more now: perhaps it is not the one any more. */
    private @Nullable Line atEnd() throws IOException {
        Opened newest = following.isEmpty() ? opened() : following.getLast();
        String atPath = key(path);
        if (!atPath.isEmpty() && !atPath.equals(newest.key)) {
            follow(path);
        }
        if (following.isEmpty() || !isQuietForLong()) {
            return null;
        }
        Line last = half.size() > 0 ? line() : null;
        channel().close();
        file = following.remove();
        seek(0);
        return last != null ? last : next();
    }

    private boolean isQuietForLong() {
        long now = nanoTime.getAsLong();
        if (!quiet) {
            quiet = true;
            quietSinceNs = now;
        }
        return now - quietSinceNs >= quietNs;
    }

    private void follow(Path next) throws IOException {
        Opened opened = open(next);
        if (opened != null) {
            following.add(opened);
        }
    }

    private boolean openAtPath() throws IOException {
        file = open(path);
        if (file == null) {
            return false;
        }
        seek(0);
        return true;
    }

    /** Null if there is no such file now. */
    private static @Nullable Opened open(Path path) throws IOException {
        try {
            String before = key(path);
            FileChannel channel = FileChannel.open(path);
            // Renamed in between: the key might be that of another file.
            if (before.equals(key(path))) {
                return new Opened(channel, before);
            }
            channel.close();
            return null;
        } catch (NoSuchFileException e) {
            // Not yet, or not any more.
            return null;
        }
    }

    private void seek(long to) throws IOException {
        buffer.clear().flip();
        half.reset();
        tooLong = false;
        quiet = false;
        position = to;
        lineStart = to;
        head = FileHead.before(channel(), to);
    }

    private Place place(long at) {
        return new Place(opened().key, head, at);
    }

    private Opened opened() {
        Opened open = file;
        if (open == null) {
            throw new IllegalStateException(path + " is not open");
        }
        return open;
    }

    private FileChannel channel() {
        return opened().channel;
    }

    /** The first line of the file that is being read, as far as it is there; at most the head of it. */
    byte[] firstLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(FileHead.MOST_BYTES);
        for (long at = 0; channel().read(part.clear(), at) > 0; at += part.limit()) {
            part.flip();
            while (part.hasRemaining()) {
                byte b = part.get();
                if (b == '\n' || line.size() >= mostLineBytes) {
                    return line.toByteArray();
                }
                line.write(b);
            }
        }
        return line.toByteArray();
    }

    /** What the file system calls the file at a path; empty if there is none, or no such thing. */
    private static String key(Path path) throws IOException {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? "" : key.toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        Opened open = file;
        file = null;
        if (open != null) {
            open.channel.close();
        }
        for (Opened next : following) {
            next.channel.close();
        }
        following.clear();
    }
}
