package io.firstlight.bench.option;

import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Who subscribes. */
public final class LoginOptions {

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "user",
            description = "Who subscribes (default: ${DEFAULT-VALUE}, of the development users).")
    private String user;

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            defaultValue = "user",
            showDefaultValue = Visibility.NEVER,
            description = "The password of --user.")
    private String password;

    /** His name. */
    public String user() {
        return user;
    }

    /** His password. */
    public String password() {
        return password;
    }
}
