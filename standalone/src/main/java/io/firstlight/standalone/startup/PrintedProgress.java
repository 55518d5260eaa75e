package io.firstlight.standalone.startup;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Prints a line for each step that has started or stopped. On a terminal one more line, overwritten as things go on, says what is under way;
 * elsewhere (a file, a service manager) there is nothing but the lines. Called one call at a time.
 */
public final class PrintedProgress implements Progress {

    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final Set<String> underWay = new LinkedHashSet<>();

    /** Prints there; {@code terminal} says whether control sequences work. */
    public PrintedProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void starting(String step) {
        underWay.add(step);
        show("starting ");
    }

    @Override
    public void started(String step, Duration took) {
        underWay.remove(step);
        line(step, seconds(took));
        show("starting ");
    }

    @Override
    public void failed(String step) {
        underWay.remove(step);
        line(step, "failed");
    }

    @Override
    public void stopping(String step) {
        underWay.add(step);
        show("stopping ");
    }

    @Override
    public void stopped(String step, Duration took) {
        underWay.remove(step);
        line(step, "stopped, " + seconds(took));
        show("stopping ");
    }

    @Override
    public void leftBehind(String step, String why) {
        underWay.remove(step);
        line(step, "left behind: " + why);
        show("stopping ");
    }

    private void line(String step, String outcome) {
        if (terminal) {
            out.print(ERASE_LINE);
        }
        out.printf("  %-36s %s%n", step, outcome);
        out.flush();
    }

    private void show(String doing) {
        if (terminal) {
            out.print(ERASE_LINE);
            if (!underWay.isEmpty()) {
                out.print("  " + doing + String.join(", ", underWay) + " ...");
            }
            out.flush();
        }
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
}
