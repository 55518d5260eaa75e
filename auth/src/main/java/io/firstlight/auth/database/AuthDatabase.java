package io.firstlight.auth.database;

import io.firstlight.auth.AuthException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** Runs queries; each call borrows one connection. What the database throws comes out as {@link AuthException}. Thread-safe. */
public final class AuthDatabase {

    private final Jdbi jdbi;

    /** Queries on that pool, which stays the caller's. */
    public AuthDatabase(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
    }

    /** The answer of some statements that need no transaction. */
    public <R> R with(Function<Handle, R> query) {
        try {
            return jdbi.withHandle(query::apply);
        } catch (JdbiException e) {
            throw failed(e);
        }
    }

    /** Statements that need no transaction and have no answer. */
    public void use(Consumer<Handle> statements) {
        try {
            jdbi.useHandle(statements::accept);
        } catch (JdbiException e) {
            throw failed(e);
        }
    }

    /** The answer of statements that hold together. */
    public <R> R inTransaction(Function<Handle, R> statements) {
        try {
            return jdbi.inTransaction(statements::apply);
        } catch (JdbiException e) {
            throw failed(e);
        }
    }

    private static AuthException failed(JdbiException e) {
        return new AuthException("the database of users does not answer, or refused a statement", e);
    }
}
