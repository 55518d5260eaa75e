package io.firstlight.embedded;

import io.firstlight.embedded.StartupFailure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static io.firstlight.embedded.StartupFailureAssert.assertStartFails;
import static org.assertj.core.api.Assertions.assertThat;

final class DataDirectoryTest {

    private static final FileSystemProbe READ_ONLY = new FakeProbe(false, Long.MAX_VALUE);
    private static final FileSystemProbe NEARLY_FULL = new FakeProbe(true, 100L << 20);

    @TempDir
    private Path place;

    private record FakeProbe(boolean isWritable, long bytes) implements FileSystemProbe {
        @Override
        public boolean writable(Path directory) {
            return isWritable;
        }

        @Override
        public long usableBytes(Path directory) {
            return bytes;
        }
    }

    @Test
    void createsWhatIsMissingAndOpensItAgain() throws Exception {
        Path data = place.resolve("a/b");
        try (DataDirectory directory = DataDirectory.open(data)) {
            assertThat(directory.keys()).isDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.keys())))
                    .isEqualTo("rwx------");
            assertThat(data.resolve("format")).hasContent("firstlight-data 1");
        }
        try (DataDirectory again = DataDirectory.open(data)) {
            assertThat(again.root()).isEqualTo(data);
        }
    }

    @Test
    void refusesASecondOwnerAndNamesTheFirst() {
        try (DataDirectory first = DataDirectory.open(place)) {
            StartupFailure failure = assertStartFails(Reason.DATA_LOCKED, () -> DataDirectory.open(first.root()));
            assertThat(failure)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void keepsTheLockAfterARefusedSecondAttempt() {
        try (DataDirectory first = DataDirectory.open(place)) {
            assertStartFails(Reason.DATA_LOCKED, () -> DataDirectory.open(first.root()));
            assertStartFails(Reason.DATA_LOCKED, () -> DataDirectory.open(first.root()));
        }
    }

    @Test
    void refusesAFileInThePlaceOfTheDirectory() throws Exception {
        Path file = Files.writeString(place.resolve("file"), "precious");
        assertStartFails(Reason.NOT_A_DIRECTORY, () -> DataDirectory.open(file));
        assertStartFails(Reason.NOT_A_DIRECTORY, () -> DataDirectory.open(file.resolve("below/it")));
        assertThat(file).hasContent("precious");
    }

    @Test
    void refusesAPlaceWhereNothingCanBeCreated() {
        assertStartFails(Reason.DATA_READ_ONLY, () -> DataDirectory.open(Path.of("/proc/firstlight")));
    }

    @Test
    void leavesAReadOnlyDirectoryAlone() throws Exception {
        var before = FileHashes.of(place);
        assertStartFails(Reason.DATA_READ_ONLY, () -> DataDirectory.open(place, 0, READ_ONLY));
        assertThat(FileHashes.of(place)).isEqualTo(before);
    }

    @Test
    void refusesADiskThatIsNearlyFullAndTellsTheFigures() throws Exception {
        var before = FileHashes.of(place);
        StartupFailure failure = assertStartFails(
                Reason.DISK_FULL,
                () -> DataDirectory.open(place, DataDirectory.DEFAULT_MINIMUM_FREE_BYTES, NEARLY_FULL));
        assertThat(failure).hasMessageContaining("100 MiB free").hasMessageContaining("512 MiB are needed");
        assertThat(FileHashes.of(place)).isEqualTo(before);
    }

    @Test
    void refusesTheFormatOfALaterVersion() throws Exception {
        Files.writeString(place.resolve("format"), "firstlight-data 2\n");
        var before = FileHashes.of(place);
        assertStartFails(Reason.VERSION_UNKNOWN, () -> DataDirectory.open(place));
        assertThat(FileHashes.of(place)).isEqualTo(before);
    }

    @Test
    void refusesAFormatFileThatItCannotUnderstand() throws Exception {
        Files.write(place.resolve("format"), new byte[] {0, 1, (byte) 0xff});
        var before = FileHashes.of(place);
        assertStartFails(Reason.DATA_DAMAGED, () -> DataDirectory.open(place));
        assertThat(FileHashes.of(place)).isEqualTo(before);
    }

    @Test
    void refusesDataWhoseFormatFileIsGone() throws Exception {
        Files.createDirectory(place.resolve("kafka"));
        assertStartFails(Reason.DATA_DAMAGED, () -> DataDirectory.open(place));
        assertThat(place.resolve("format")).doesNotExist();
    }
}
