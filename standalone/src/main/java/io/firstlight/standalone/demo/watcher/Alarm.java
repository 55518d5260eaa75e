package io.firstlight.standalone.demo.watcher;

/**
 * The state of one alarm, with the rules of SAL's Watcher: the worst severity is kept until somebody acknowledges it; an alarm that is
 * acknowledged while it is active is not acknowledged any more when it gets worse, or after an hour; one that is over and acknowledged is
 * forgotten; one that is over and was never acknowledged is so by itself after a while. Times are TAI unix seconds. Owned by one caller at a time.
 */
final class Alarm {

    static final double AUTO_ACKNOWLEDGE_SECONDS = 3_600;
    static final double AUTO_UNACKNOWLEDGE_SECONDS = 3_600;

    private final String name;
    private Severity severity = Severity.NONE;
    private String reason = "";
    private Severity maxSeverity = Severity.NONE;
    private boolean acknowledged;
    private String acknowledgedBy = "";
    private Severity mutedSeverity = Severity.NONE;
    private String mutedBy = "";
    private double severityOldest;
    private double severityNewest;
    private double maxSeverityAt;
    private double acknowledgedAt;
    private double autoAcknowledgeAt;
    private double autoUnacknowledgeAt;
    private double unmuteAt;

    Alarm(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Severity maxSeverity() {
        return maxSeverity;
    }

    /** Neither active nor waiting to be acknowledged. */
    boolean isNominal() {
        return severity == Severity.NONE && maxSeverity == Severity.NONE;
    }

    /** Takes a reading of its rule and the time that has come; true if something is to be told. */
    boolean take(Rule.Reading reading, double tai) {
        boolean changed = timers(tai);
        severityNewest = tai;
        if (reading.severity() == severity) {
            boolean sameReason = reading.reason().equals(reason);
            reason = reading.reason();
            return changed || !sameReason;
        }
        severity = reading.severity();
        reason = reading.reason();
        severityOldest = tai;
        if (severity == Severity.NONE) {
            ended(tai);
        } else {
            autoAcknowledgeAt = 0;
            if (severity.isWorseThan(maxSeverity)) {
                maxSeverity = severity;
                maxSeverityAt = tai;
                if (acknowledged) {
                    forgetAcknowledgement(tai);
                }
            } else if (acknowledged) {
                autoUnacknowledgeAt = tai + AUTO_UNACKNOWLEDGE_SECONDS;
            }
        }
        return true;
    }

    private void ended(double tai) {
        autoUnacknowledgeAt = 0;
        if (acknowledged) {
            reset(tai);
        } else {
            autoAcknowledgeAt = tai + AUTO_ACKNOWLEDGE_SECONDS;
        }
    }

    private boolean timers(double tai) {
        boolean changed = false;
        if (mutedSeverity != Severity.NONE && tai >= unmuteAt) {
            changed = unmute();
        }
        if (autoUnacknowledgeAt > 0 && tai >= autoUnacknowledgeAt) {
            changed |= unacknowledge(tai);
        }
        if (autoAcknowledgeAt > 0 && tai >= autoAcknowledgeAt) {
            changed |= acknowledge("automatic", maxSeverity, tai);
        }
        return changed;
    }

    /** Somebody has seen it, at that severity, which must be at least the worst so far; true if something changed. */
    boolean acknowledge(String user, Severity seen, double tai) {
        if (isNominal()) {
            return false;
        }
        acknowledgedBy = user;
        acknowledgedAt = tai;
        if (severity == Severity.NONE) {
            acknowledged = true;
            reset(tai);
            return true;
        }
        acknowledged = true;
        if (seen.isWorseThan(maxSeverity)) {
            maxSeverity = seen;
            maxSeverityAt = tai;
        }
        autoUnacknowledgeAt = tai + AUTO_UNACKNOWLEDGE_SECONDS;
        return true;
    }

    /** It is as if nobody had seen it; true if something changed. */
    boolean unacknowledge(double tai) {
        if (!acknowledged || isNominal()) {
            return false;
        }
        forgetAcknowledgement(tai);
        return true;
    }

    private void forgetAcknowledgement(double tai) {
        acknowledged = false;
        acknowledgedBy = "";
        acknowledgedAt = tai;
        autoUnacknowledgeAt = 0;
        if (severity == Severity.NONE) {
            autoAcknowledgeAt = tai + AUTO_ACKNOWLEDGE_SECONDS;
        }
    }

    private void reset(double tai) {
        maxSeverity = Severity.NONE;
        maxSeverityAt = tai;
        acknowledged = false;
        acknowledgedBy = "";
        autoAcknowledgeAt = 0;
        autoUnacknowledgeAt = 0;
    }

    /** It is not to be shown up to that severity, for so long. */
    void mute(String user, Severity upTo, double seconds, double tai) {
        mutedSeverity = upTo;
        mutedBy = user;
        unmuteAt = tai + seconds;
    }

    /** It is to be shown again; true if something changed. */
    boolean unmute() {
        boolean changed = mutedSeverity != Severity.NONE;
        mutedSeverity = Severity.NONE;
        mutedBy = "";
        unmuteAt = 0;
        return changed;
    }

    /** The fields of the event, in the order of {@link Watcher#ALARM}. */
    Object[] fields() {
        return new Object[] {
            name,
            severity.number(),
            reason,
            maxSeverity.number(),
            acknowledged,
            acknowledgedBy,
            "",
            "",
            mutedSeverity.number(),
            mutedBy,
            severityOldest,
            severityNewest,
            maxSeverityAt,
            acknowledgedAt,
            autoAcknowledgeAt,
            autoUnacknowledgeAt,
            0.0,
            unmuteAt
        };
    }
}
