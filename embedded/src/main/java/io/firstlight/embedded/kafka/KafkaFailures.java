package io.firstlight.embedded.kafka;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.StartupFailure;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.server.common.serialization.MetadataParseException;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Kafka throws at start, in the words of our catalogue. A fault that makes Kafka want to end the process arrives without
 * its cause (that is only logged), so what usually causes one is looked at directly.
 */
final class KafkaFailures {

    /** Less than this is what a full disk has left. */
    private static final long NO_SPACE_BYTES = 1 << 20;

    private KafkaFailures() {}

    static StartupFailure translate(EmbeddedKafkaConfig config, int port, int controllerPort, Throwable thrown) {
        if (thrown instanceof StartupFailure already) {
            return already;
        }
        if (StartupFailure.saysDiskFull(thrown) || (thrown instanceof KafkaFatalFault && isFull(config.directory()))) {
            return StartupFailure.diskFull(config.directory(), -1, 0, thrown);
        }
        if (thrown instanceof KafkaFatalFault && isTaken(controllerPort)) {
            return StartupFailure.portTaken(controllerPort, "the Kafka controller", thrown);
        }
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            if (t instanceof BindException || message.contains("Address already in use")) {
                return StartupFailure.portTaken(port, "the Kafka broker", thrown);
            }
            if (message.contains("Failed to acquire lock on file .lock")) {
                return StartupFailure.dataLocked(config.directory(), 0);
            }
            if (t instanceof AccessDeniedException
                    || (t instanceof FileSystemException && message.contains("Read-only file system"))) {
                return StartupFailure.dataReadOnly(config.directory(), thrown);
            }
            if (t instanceof KafkaStorageException
                    || t instanceof CorruptRecordException
                    || t instanceof MetadataParseException) {
                return StartupFailure.dataDamaged(config.directory(), message, thrown);
            }
        }
        return StartupFailure.serverFailed("Kafka", String.valueOf(thrown.getMessage()), thrown);
    }

    private static boolean isFull(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < NO_SPACE_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isTaken(int port) {
        try {
            LoopbackPort.claim(port, "the Kafka controller");
            return false;
        } catch (StartupFailure taken) {
            return true;
        }
    }
}
