package io.firstlight.webedge.love.database;

import java.io.Serial;
import java.sql.SQLException;

/** The database of LOVE's settings does not answer, or refused a statement. */
public final class LoveDatabaseException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    /** The rule of a table that a statement would have broken; SQLSTATE class 23. */
    public enum Rule {
        /** Two rows would be the same where they must differ. */
        UNIQUE,
        /** A row would point to one that does not exist. */
        REFERENCE,
        /** No rule: the database itself failed, or the statement is wrong. */
        NONE
    }

    LoveDatabaseException(Exception cause) {
        super("the database of LOVE's settings does not answer, or refused a statement", cause);
        this.rule = rule(cause);
    }

    LoveDatabaseException(String message, Exception cause) {
        super(message, cause);
        this.rule = Rule.NONE;
    }

    /** Which rule was broken. */
    public Rule rule() {
        return rule;
    }

    private static Rule rule(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return switch (sql.getSQLState()) {
                    case "23505" -> Rule.UNIQUE;
                    case "23503" -> Rule.REFERENCE;
                    default -> Rule.NONE;
                };
            }
        }
        return Rule.NONE;
    }
}
