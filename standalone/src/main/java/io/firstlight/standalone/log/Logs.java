package io.firstlight.standalone.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;

/** Says what of the log is shown and kept. Uses Logback directly, as the one place that knows what is behind SLF4J. */
public final class Logs {

    /** The newest file; older ones are beside it, numbered and compressed. */
    public static final String FILE = "firstlight.log";

    private static final long MOST_BYTES_EACH = 10L << 20;
    private static final int OLD_FILES = 5;

    private Logs() {}

    /** For a command that prints its own progress: the terminal sees warnings alone, with {@code verbose} everything of ours. */
    public static void quiet(boolean verbose) {
        show(verbose ? Level.DEBUG : Level.WARN);
    }

    /** For a service whose log is its only output: the terminal sees what it does. */
    public static void talkative(boolean verbose) {
        show(verbose ? Level.DEBUG : Level.INFO);
    }

    private static void show(Level ours) {
        Appender<ILoggingEvent> console = root().getAppender("CONSOLE");
        if (console != null) {
            console.clearAllFilters();
            ConsoleFilter filter = new ConsoleFilter(ours);
            filter.start();
            console.addFilter(filter);
        }
        if (ours == Level.DEBUG) {
            ((Logger) LoggerFactory.getLogger("io.firstlight")).setLevel(Level.DEBUG);
        }
    }

    /** Keeps the log in the directory too: at most {@value #OLD_FILES} old files and the newest, each of 10 MiB. */
    public static void keepIn(Path directory) {
        LoggerContext context = root().getLoggerContext();
        Path file = directory.resolve(FILE);

        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\",UTC} %-5level [%thread] %logger: %msg%n");
        encoder.start();

        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName("FILE");
        appender.setFile(file.toString());
        appender.setEncoder(encoder);

        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i.gz");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(OLD_FILES);
        rolling.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(MOST_BYTES_EACH));
        trigger.start();

        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        appender.start();
        root().addAppender(appender);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
