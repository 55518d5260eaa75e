package io.firstlight.webedge.passthrough;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path below {@code /manager/api/} that is answered by the commander at the same path.
 *
 * @param method {@code GET} or {@code POST}
 * @param path without a slash at its ends, such as {@code efd/timeseries}
 * @param needs what the user must have beside a token
 */
public record PassThroughRoute(String method, String path, Needs needs) {

    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*");
    private static final Pattern ROW =
            Pattern.compile("(GET|POST)\\s+/?([^\\s/]\\S*?)/?(?:\\s+(token|command))?", Pattern.CASE_INSENSITIVE);

    /** The routes that LOVE has. */
    public static final List<PassThroughRoute> LOVE = List.of(
            new PassThroughRoute("POST", "lovecsc/observinglog", Needs.COMMAND_SOMETHING),
            new PassThroughRoute("POST", "efd/timeseries", Needs.NOTHING),
            new PassThroughRoute("POST", "efd/top_timeseries", Needs.NOTHING),
            new PassThroughRoute("POST", "efd/logmessages", Needs.NOTHING),
            new PassThroughRoute("GET", "efd/efd_clients", Needs.NOTHING),
            new PassThroughRoute("POST", "tcs/aux", Needs.COMMAND_EVERYTHING),
            new PassThroughRoute("POST", "tcs/main", Needs.COMMAND_EVERYTHING),
            new PassThroughRoute("GET", "tcs/aux/docstrings", Needs.NOTHING),
            new PassThroughRoute("GET", "tcs/main/docstrings", Needs.NOTHING),
            new PassThroughRoute("POST", "reports/m1m3-bump-tests", Needs.NOTHING));

    /** What a route asks of the user. */
    public enum Needs {
        /** Nothing but a token. */
        NOTHING,
        /** The right to command some component. */
        COMMAND_SOMETHING,
        /** The right to command every component: the telescope as a whole is moved. */
        COMMAND_EVERYTHING
    }

    public PassThroughRoute {
        if (!method.equals("GET") && !method.equals("POST")) {
            throw new IllegalArgumentException("method " + method + " is neither GET nor POST");
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("path '" + path + "' is not of the form efd/timeseries");
        }
    }

    /**
     * LOVE's routes and those of a text: rows {@code METHOD path} or {@code METHOD path command}, separated by commas, semicolons or line
     * breaks. {@code command} stands for the right to command every component.
     *
     * @throws IllegalArgumentException if a row is not of that form, or stands there twice; the message says which
     */
    public static List<PassThroughRoute> loveAnd(String text) {
        List<PassThroughRoute> routes = new ArrayList<>(LOVE);
        Set<String> taken = new HashSet<>();
        LOVE.forEach(route -> taken.add(route.method() + ' ' + route.path()));
        for (String row : text.split("[,;\\n]", -1)) {
            if (row.isBlank()) {
                continue;
            }
            PassThroughRoute route = row(row.strip());
            if (!taken.add(route.method() + ' ' + route.path())) {
                throw new IllegalArgumentException("'" + row.strip() + "' is there already");
            }
            routes.add(route);
        }
        return List.copyOf(routes);
    }

    private static PassThroughRoute row(String row) {
        Matcher matcher = ROW.matcher(row);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + row
                    + "' is not of the form 'GET path' or 'POST path command', such as 'POST efd/timeseries'");
        }
        boolean command = matcher.group(3) != null && matcher.group(3).equalsIgnoreCase("command");
        return new PassThroughRoute(
                matcher.group(1).toUpperCase(java.util.Locale.ROOT),
                matcher.group(2),
                command ? Needs.COMMAND_EVERYTHING : Needs.NOTHING);
    }
}
