package io.firstlight.webedge.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.Collectors;

/** The last things that happened; put into words only when asked. */
final class Trace {

    private record Event(long atMs, String what, Object[] details) {
        @Override
        public String toString() {
            return "  " + atMs + " ms  " + what.formatted(details);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Event event
                    && atMs == event.atMs
                    && what.equals(event.what)
                    && Arrays.equals(details, event.details);
        }

        @Override
        public int hashCode() {
            return what.hashCode();
        }
    }

    private final Deque<Event> events = new ArrayDeque<>();
    private final int kept;

    Trace(int kept) {
        this.kept = kept;
    }

    void note(long atMs, String what, Object... details) {
        if (events.size() == kept) {
            events.removeFirst();
        }
        events.addLast(new Event(atMs, what, details));
    }

    @Override
    public String toString() {
        return events.stream().map(Event::toString).collect(Collectors.joining("\n"));
    }
}
