package io.firstlight.standalone.users;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Clock;

/** {@code firstlight user grant}. */
@Command(
        name = "grant",
        description = {
            "Give a user a right over addresses, or with --revoke take it back.",
            "",
            "PATTERN is category-csc-salindex-stream with 'all' for any, for example telemetry-MTMount-all-all; with ':'"
                    + " in place of '-' where a name contains '-'."
        })
final class UserGrantCommand implements Runnable {

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
    private String name;

    @Parameters(index = "1", paramLabel = "RIGHT", description = "read, write, command, history or administer.")
    private String right;

    @Parameters(
            index = "2",
            paramLabel = "PATTERN",
            defaultValue = "all-all-all-all",
            description = "Which addresses (default: ${DEFAULT-VALUE}).")
    private String pattern;

    @Option(names = "--revoke", description = "Take the right back.")
    private boolean revoke;

    @Mixin
    private UserDatabase database;

    UserGrantCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run() {
        boolean changed = database.change(
                clock,
                administration -> revoke
                        ? administration.revoke(name, right, pattern)
                        : administration.grant(name, right, pattern));
        String done = revoke ? " may no longer " : " may now ";
        spec.commandLine().getOut().println(name + (changed ? done : " is as asked already: ") + right + " " + pattern);
    }
}
