package io.firstlight.standalone.users;

import io.firstlight.auth.right.Grant;
import io.firstlight.auth.user.Group;
import io.firstlight.auth.user.GroupAdministration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.stream.Collectors;

/** {@code firstlight group}, without its subcommands. */
@Command(
        name = "group",
        description = {
            "Add, remove or list groups of users, or change what their members may.",
            "",
            "Users join and leave them with 'firstlight user group'. It holds for open connections within a second."
        },
        synopsisSubcommandLabel = "COMMAND")
public final class GroupCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private GroupCommand() {}

    /** The command with its subcommands. */
    public static CommandLine withSubcommands() {
        return new CommandLine(new GroupCommand())
                .addSubcommand(new AddCommand())
                .addSubcommand(new RemoveCommand())
                .addSubcommand(new ListCommand())
                .addSubcommand(new GrantCommand());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command, add, remove, list or grant?");
    }

    @Command(name = "add", description = "Add a group, without rights and members.")
    private static final class AddCommand implements Runnable {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The group's name.")
        private String name;

        @Mixin
        private UserDatabase database;

        @Override
        public void run() {
            boolean changed = database.changeGroups(administration -> administration.add(name));
            spec.commandLine().getOut().println("group " + name + (changed ? " added" : " is there already"));
        }
    }

    @Command(name = "remove", description = "Remove a group; its members lose what it gave them.")
    private static final class RemoveCommand implements Runnable {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "NAME", description = "The group's name.")
        private String name;

        @Mixin
        private UserDatabase database;

        @Override
        public void run() {
            boolean changed = database.changeGroups(administration -> administration.remove(name));
            spec.commandLine().getOut().println("group " + name + (changed ? " removed" : " was not there"));
        }
    }

    @Command(name = "list", description = "List the groups with their rights.")
    private static final class ListCommand implements Runnable {

        @Spec
        private CommandSpec spec;

        @Mixin
        private UserDatabase database;

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%-24s %-8s %s%n", "group", "members", "may");
            for (Group group : database.withGroups(GroupAdministration::list)) {
                out.printf(
                        "%-24s %-8d %s%n",
                        group.name(),
                        group.members(),
                        group.grants().stream().map(Grant::toString).sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    @Command(
            name = "grant",
            description = {
                "Give the members of a group a right over addresses, or with --revoke take it back.",
                "",
                "PATTERN is category-csc-salindex-stream with 'all' for any. What Tower's clients know as channel"
                        + " jobs-status_changed is event-jobs-all-status_changed, and everything of job 41 event-jobs-41-all."
            })
    private static final class GrantCommand implements Runnable {

        @Spec
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "NAME", description = "The group's name.")
        private String name;

        @Parameters(index = "1", paramLabel = "RIGHT", description = "read, write, command, history or administer.")
        private String right;

        @Parameters(index = "2", paramLabel = "PATTERN", description = "Which addresses; 'all-all-all-all' for any.")
        private String pattern;

        @Option(names = "--revoke", description = "Take the right back.")
        private boolean revoke;

        @Mixin
        private UserDatabase database;

        @Override
        public void run() {
            boolean changed = database.changeGroups(administration ->
                    revoke ? administration.revoke(name, right, pattern) : administration.grant(name, right, pattern));
            String done = revoke ? " may no longer " : " may now ";
            spec.commandLine()
                    .getOut()
                    .println("members of " + name + (changed ? done : " are as asked already: ") + right + " "
                            + pattern);
        }
    }
}
