package io.firstlight.standalone.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.Optional;

/** The options that say where PostgreSQL is. */
public final class PostgresOption {

    @Option(
            names = "--postgres",
            paramLabel = "URL",
            converter = Address.class,
            showDefaultValue = Visibility.NEVER,
            description = "PostgreSQL, as postgresql://user:password@host:5432/database.")
    private @Nullable PostgresAddress address;

    @Option(
            names = "--postgres-user",
            paramLabel = "NAME",
            description = "User, in place of the URL's (default there: " + PostgresAddress.DEFAULT_USER + ").")
    private @Nullable String user;

    @Option(
            names = "--postgres-password",
            paramLabel = "TEXT",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Password, in place of the URL's; better as FIRSTLIGHT_POSTGRES_PASSWORD, as command lines are"
                            + " public.")
    private @Nullable String password;

    /** The server, if one was named. */
    public Optional<PostgresAddress> address() {
        return Optional.ofNullable(address)
                .map(named -> new PostgresAddress(
                        named.jdbcUrl(),
                        user == null ? named.user() : user,
                        password == null ? named.password() : password));
    }

    /** Checks the form; whether somebody answers there is another question. */
    public static final class Address implements ITypeConverter<PostgresAddress> {
        @Override
        public PostgresAddress convert(String text) {
            try {
                return PostgresAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
