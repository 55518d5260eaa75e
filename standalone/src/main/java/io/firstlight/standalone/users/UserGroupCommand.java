package io.firstlight.standalone.users;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.Set;

/** {@code firstlight user group}. */
@Command(
        name = "group",
        description = {
            "Put a user into groups and take him out of groups.",
            "",
            "Group ui_framework may see everything, group cmd may send commands. It holds for open connections within a"
                    + " second."
        })
final class UserGroupCommand implements Runnable {

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name;

    @Option(
            names = "--add",
            paramLabel = "GROUP[,...]",
            split = ",",
            hideParamSyntax = true,
            description = "Groups to join.")
    private Set<String> add = Set.of();

    @Option(
            names = "--remove",
            paramLabel = "GROUP[,...]",
            split = ",",
            hideParamSyntax = true,
            description = "Groups to leave.")
    private Set<String> remove = Set.of();

    @Mixin
    private UserDatabase database;

    UserGroupCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run() {
        if (add.isEmpty() && remove.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "which groups? give --add or --remove");
        }
        if (add.stream().anyMatch(remove::contains)) {
            throw new ParameterException(spec.commandLine(), "a group is in both --add and --remove");
        }
        boolean changed = database.change(clock, administration -> administration.regroup(name, add, remove));
        spec.commandLine().getOut().println(name + (changed ? " has changed groups" : " is in these groups already"));
    }
}
