package io.firstlight.webedge.love.database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

import java.util.function.Function;
import javax.sql.DataSource;

/** Runs queries, each call on one connection. What the database throws comes out as {@link LoveDatabaseException}. Thread-safe. */
public final class LoveDatabase {

    private final Jdbi jdbi;

    /** Queries on that pool, which stays the caller's. */
    public LoveDatabase(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
    }

    /** The answer of one statement. */
    public <R> R with(Function<Handle, R> query) {
        try {
            return jdbi.withHandle(query::apply);
        } catch (JdbiException e) {
            throw new LoveDatabaseException(e);
        }
    }

    /** The answer of statements that hold together. */
    public <R> R inTransaction(Function<Handle, R> statements) {
        try {
            return jdbi.inTransaction(statements::apply);
        } catch (JdbiException e) {
            throw new LoveDatabaseException(e);
        }
    }
}
