package io.firstlight.standalone.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * What a person at the terminal sees of the log: warnings and worse; of Kafka's own classes, whose warnings are mostly about connections
 * that it is going to try again, errors only; and of ours as much as {@link Logs} says. Thread-safe.
 */
final class ConsoleFilter extends Filter<ILoggingEvent> {

    private final Level ours;

    /** Shows our own messages of that level and above. */
    ConsoleFilter(Level ours) {
        this.ours = ours;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String logger = event.getLoggerName();
        Level least = Level.WARN;
        if (logger.startsWith("io.firstlight")) {
            least = ours;
        } else if (logger.startsWith("org.apache.kafka") || logger.startsWith("kafka")) {
            least = Level.ERROR;
        }
        return event.getLevel().isGreaterOrEqual(least) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
