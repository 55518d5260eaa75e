package io.firstlight.standalone.service;

import com.zaxxer.hikari.HikariDataSource;
import io.firstlight.auth.AuthConfig;
import io.firstlight.auth.AuthService;
import io.firstlight.auth.database.DatabaseConfig;

import java.time.Clock;
import javax.sql.DataSource;

/** Auth with the pool of connections that it works on; the pages of the archive are read through the same pool. Thread-safe. */
public final class Accounts implements AutoCloseable {

    private final HikariDataSource pool;
    private final AuthService auth;

    private Accounts(HikariDataSource pool, AuthService auth) {
        this.pool = pool;
        this.auth = auth;
    }

    /** Opens the pool and starts auth. */
    public static Accounts start(DatabaseConfig database, AuthConfig config, Clock clock) {
        HikariDataSource pool = database.openPool("firstlight-edge");
        boolean started = false;
        try {
            AuthService auth = new AuthService(config, pool, clock);
            auth.start();
            started = true;
            return new Accounts(pool, auth);
        } finally {
            if (!started) {
                pool.close();
            }
        }
    }

    /** Users and tokens. */
    public AuthService auth() {
        return auth;
    }

    /** The pool; closed with this. */
    public DataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        auth.close();
        pool.close();
    }
}
