package io.firstlight.webedge.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** The last things that happened; put into words only when asked. */
final class Trace {

    private record Event(long atMs, String what, List<Object> details) {
        @Override
        public String toString() {
            return "  " + atMs + " ms  " + what.formatted(details.toArray());
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
        events.addLast(new Event(atMs, what, List.of(details)));
    }

    @Override
    public String toString() {
        return events.stream().map(Event::toString).collect(Collectors.joining("\n"));
    }
}
