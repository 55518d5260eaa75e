package io.firstlight.standalone.command;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Whether a PostgreSQL lets us in, in words for the user. Stateless. */
public final class PostgresAccess {

    private static final String PATIENCE_S = "10";

    private PostgresAccess() {}

    /** A connection of the caller's own; he closes it. A server that does not answer is given up after {@value #PATIENCE_S} s. */
    public static Connection connect(PostgresAddress address) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", address.user());
        login.setProperty("password", address.password());
        login.setProperty("connectTimeout", PATIENCE_S);
        login.setProperty("loginTimeout", PATIENCE_S);
        login.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(address.jdbcUrl(), login);
    }

    /**
     * Logs in once.
     *
     * @throws CommandFailure if that fails
     */
    public static void check(PostgresAddress address) {
        try (Connection connection = connect(address)) {
            if (!connection.isValid(Integer.parseInt(PATIENCE_S))) {
                throw new SQLException("it does not answer");
            }
        } catch (SQLException e) {
            throw new CommandFailure(
                    "PostgreSQL does not let us in: " + e.getMessage(),
                    "check that it runs and that --postgres names it, the user and the password",
                    e);
        }
    }
}
