package io.firstlight.standalone.users;

import io.firstlight.standalone.command.CommandFailure;
import io.firstlight.standalone.command.Environment;
import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A password for a user, never from the command line, which others on the machine can read: {@value #VARIABLE}, or typed twice at a terminal,
 * or the first line of standard input.
 */
final class NewPassword {

    /** The variable that scripts use. */
    static final String VARIABLE = "FIRSTLIGHT_USER_PASSWORD";

    private NewPassword() {}

    static String read(Environment environment) {
        return environment.value(VARIABLE).orElseGet(NewPassword::ask);
    }

    private static String ask() {
        return terminal().map(NewPassword::typedTwice).orElseGet(NewPassword::firstLine);
    }

    private static String typedTwice(Console console) {
        char @Nullable [] once = console.readPassword("password: ");
        char @Nullable [] again = console.readPassword("again: ");
        if (once == null || again == null || !new String(once).equals(new String(again))) {
            throw new CommandFailure("the two passwords differ", "nothing was changed", null);
        }
        return new String(once);
    }

    /** Until Java 21 there is no console where there is no terminal; from 22 on there always is one, and it can be asked. */
    private static Optional<Console> terminal() {
        return Optional.ofNullable(System.console()).filter(console -> {
            try {
                return (boolean) Console.class.getMethod("isTerminal").invoke(console);
            } catch (NoSuchMethodException e) {
                return true;
            } catch (ReflectiveOperationException e) {
                return false;
            }
        });
    }

    private static String firstLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw new CommandFailure("no password came in", "set " + VARIABLE + " or type it", null);
            }
            return line;
        } catch (IOException e) {
            throw new CommandFailure("no password could be read", "set " + VARIABLE, e);
        }
    }
}
