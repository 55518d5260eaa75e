package io.firstlight.standalone.users;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Clock;

/** {@code firstlight user activate} and {@code firstlight user deactivate}. */
abstract sealed class UserActivityCommand implements Runnable {

    private final Clock clock;
    private final boolean active;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name;

    @Mixin
    private UserDatabase database;

    private UserActivityCommand(Clock clock, boolean active) {
        this.clock = clock;
        this.active = active;
    }

    @Override
    public void run() {
        boolean changed = database.change(clock, administration -> administration.setActive(name, active));
        String done =
                active ? " may log in again" : " is out: tokens no longer hold and connections end within a second";
        spec.commandLine()
                .getOut()
                .println(name + (changed ? done : " is " + (active ? "active" : "inactive") + " already"));
    }

    /** Lets a user in again. */
    @Command(name = "activate", description = "Let a user in again who was deactivated; the tokens he has hold again.")
    static final class Activate extends UserActivityCommand {
        Activate(Clock clock) {
            super(clock, true);
        }
    }

    /** Keeps a user out. */
    @Command(
            name = "deactivate",
            description = {
                "Keep a user out: no login, no token of his holds, and his connections end within a second.",
                "",
                "Nothing of him is deleted; see 'user activate'."
            })
    static final class Deactivate extends UserActivityCommand {
        Deactivate(Clock clock) {
            super(clock, false);
        }
    }
}
