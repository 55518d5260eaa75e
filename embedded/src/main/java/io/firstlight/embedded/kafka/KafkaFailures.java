package io.firstlight.embedded.kafka;

import io.firstlight.embedded.StartupFailure;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.server.common.serialization.MetadataParseException;

import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** What Kafka throws at start, in the words of our catalogue. */
final class KafkaFailures {

    private KafkaFailures() {}

    static StartupFailure translate(EmbeddedKafkaConfig config, int port, Throwable thrown) {
        if (thrown instanceof StartupFailure already) {
            return already;
        }
        if (StartupFailure.saysDiskFull(thrown)) {
            return StartupFailure.diskFull(config.directory(), -1, 0, thrown);
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
}
