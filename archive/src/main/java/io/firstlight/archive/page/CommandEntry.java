package io.firstlight.archive.page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A command that was asked for over an edge, and what came of it.
 *
 * @param time when it was written to the log
 * @param csc the component that it was for
 * @param salindex the component's instance
 * @param command the object that the edge wrote before it sent the command, JSON
 * @param acknowledgement the object that it wrote afterwards, JSON; null if there is none (yet)
 * @param place where it lies in the list; what {@link CommandPages.Question#before} takes
 */
public record CommandEntry(
        Instant time,
        String csc,
        int salindex,
        String command,
        @Nullable String acknowledgement,
        String place) {}
