package io.firstlight.ingest.source.tail;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Stepped by hand: each {@code look} reads what is there. */
final class FollowedFileTest {

    private static final Duration QUIET = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private long nowNs;

    private Path path;
    private FollowedFile file;
    private @Nullable Place last;

    @BeforeEach
    void follow() {
        path = directory.resolve("app.log");
        file = new FollowedFile(path, 100, QUIET, () -> nowNs);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private void write(Path to, String text) throws IOException {
        Files.writeString(to, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void write(String text) throws IOException {
        write(path, text);
    }

    private List<String> look() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Line line = file.next(); line != null; line = file.next()) {
            lines.add(new String(line.text(), StandardCharsets.UTF_8) + (line.isTooLong() ? "..." : ""));
            last = line.end();
        }
        return lines;
    }

    private List<String> looks() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            lines.addAll(look());
            nowNs += QUIET.toNanos() / 4;
        }
        return lines;
    }

    /** As after a restart. */
    private boolean beginAgain() throws IOException {
        Place place = last;
        assertThat(place).isNotNull();
        file.close();
        file = new FollowedFile(path, 100, QUIET, () -> nowNs);
        return place != null && file.beginAt(place);
    }

    private Path rotate() throws IOException {
        return Files.move(path, directory.resolve("app.log.1"));
    }

    @Test
    void waitsForWhoStillWritesARenamedFileHoweverOftenItLooks() throws IOException {
        write("one\n");
        assertThat(look()).containsExactly("one");
        Path old = rotate();
        write("three\n");
        for (int looks = 0; looks < 50; looks++) {
            assertThat(look()).isEmpty();
        }
        write(old, "two\n");

        assertThat(looks()).containsExactly("two", "three");
    }

    @Test
    void givesEachLineOnceItIsComplete() throws IOException {
        assertThat(look()).isEmpty();
        assertThat(file.isOpen()).isFalse();
        write("one\ntw");
        assertThat(look()).containsExactly("one");
        assertThat(look()).isEmpty();
        write("o\r\n\nthree\n");
        assertThat(look()).containsExactly("two", "", "three");
        assertThat(file.isOpen()).isTrue();
    }

    @Test
    void putsCharactersTogetherThatWereWrittenInParts() throws IOException {
        byte[] text = "é€\n".getBytes(StandardCharsets.UTF_8);
        for (byte b : text) {
            assertThat(look()).isEmpty();
            Files.write(path, new byte[] {b}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        assertThat(look()).containsExactly("é€");
    }

    @Test
    void cutsLinesThatAreTooLongAndGoesOnBehindThem() throws IOException {
        write("x".repeat(250_000) + "\nnext\n");
        assertThat(look()).containsExactly("x".repeat(100) + "...", "next");
    }

    @Test
    void readsAFileThatWasRenamedToItsEndBeforeTheNext() throws IOException {
        write("one\n");
        assertThat(look()).containsExactly("one");
        write("two\n");
        Path old = rotate();
        write("four\n");
        assertThat(look()).containsExactly("two");
        write(old, "three, of who had it still open\n");
        assertThat(look()).containsExactly("three, of who had it still open");
        write(old, "without end");
        assertThat(looks()).containsExactly("without end", "four");
        write("five\n");
        assertThat(look()).containsExactly("five");
    }

    @Test
    void readsAllFilesThatAreRotatedInQuickSuccession() throws IOException {
        write("one\n");
        assertThat(look()).containsExactly("one");
        for (int i = 2; i <= 4; i++) {
            Files.move(path, directory.resolve("app.log." + i));
            write(i + "\n");
            assertThat(look()).isEmpty();
        }
        assertThat(looks()).containsExactly("2", "3", "4");
    }

    @Test
    void waitsForTheNextWhileThereIsNone() throws IOException {
        write("one\n");
        assertThat(look()).containsExactly("one");
        rotate();
        assertThat(looks()).isEmpty();
        write("two\n");
        assertThat(looks()).containsExactly("two");
    }

    @Test
    void beginsAtTheBeginningOfAFileThatWasTruncated() throws IOException {
        write("one\nhalf of a li");
        assertThat(look()).containsExactly("one");
        Files.writeString(path, "two\n");
        assertThat(look()).containsExactly("two");
        Files.writeString(path, "");
        assertThat(look()).isEmpty();
        write("three\n");
        assertThat(look()).containsExactly("three");
    }

    @Test
    void noticesAFileThatWasWrittenAnewAndIsLongerThanBefore() throws IOException {
        write("one\n");
        assertThat(look()).containsExactly("one");
        Files.writeString(path, "another one\nand more\n");
        assertThat(look()).containsExactly("another one", "and more");
    }

    @Test
    void goesOnFromAPlaceThatWasNoted() throws IOException {
        write("one\ntwo\nthr");
        look();
        write("ee\nfour\n");
        assertThat(beginAgain()).isTrue();
        assertThat(look()).containsExactly("three", "four");
    }

    @Test
    void findsTheFileAgainThatWasRotatedMeanwhileAndThoseAfterIt() throws IOException {
        write("one\n");
        look();
        write("two\n");
        Path first = Files.move(path, directory.resolve("app.log.2"));
        Files.setLastModifiedTime(first, FileTime.fromMillis(1_000_000));
        write("three\n");
        Path second = rotate();
        Files.setLastModifiedTime(second, FileTime.fromMillis(2_000_000));
        write(directory.resolve("app.log.3.gz"), "older, and compressed\n");
        write("four\n");

        assertThat(beginAgain()).isTrue();
        assertThat(looks()).containsExactly("two", "three", "four");
    }

    @Test
    void findsTheCopyOfAFileThatWasTruncatedMeanwhile() throws IOException {
        write("one\n");
        look();
        write("two\n");
        Files.copy(path, directory.resolve("app.log.1"));
        Files.writeString(path, "three\n");

        assertThat(beginAgain()).isTrue();
        assertThat(looks()).containsExactly("two", "three");
    }

    @Test
    void beginsAnewWhenTheFileIsNotFoundAgain() throws IOException {
        write("one\n");
        look();
        Files.delete(path);
        write("two\n");
        assertThat(beginAgain()).isFalse();
        assertThat(look()).containsExactly("two");
    }

    @Test
    void beginsAtTheEndWhereAsked() throws IOException {
        write("one\n");
        assertThat(file.beginAtEnd()).isNotNull();
        write("two\n");
        assertThat(look()).containsExactly("two");
    }

    @Test
    void knowsTheFirstLineWhereverItReads() throws IOException {
        write("time,value\n" + "1,2\n".repeat(1000));
        assertThat(file.beginAtEnd()).isNotNull();
        assertThat(file.firstLine()).asString().isEqualTo("time,value");
    }
}
