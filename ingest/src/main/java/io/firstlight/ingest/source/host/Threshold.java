package io.firstlight.ingest.source.host;

/**
 * A state that begins at one value and ends only at another, so that a value that trembles around the first does not switch it at every
 * step. NaN leaves it as it is. Owned by one thread.
 */
final class Threshold {

    private final double begin;
    private final double end;
    private boolean raised;

    /**
     * A state that begins at or beyond {@code begin} and ends at or beyond {@code end}, on the other side; it watches high values if
     * {@code begin} is the greater, low values if it is the smaller.
     */
    Threshold(double begin, double end) {
        if (begin == end) {
            throw new IllegalArgumentException("a state that begins and ends at " + begin + " would tremble");
        }
        this.begin = begin;
        this.end = end;
    }

    /** Takes the next value and answers whether the state holds. */
    boolean holdsAt(double value) {
        double sign = begin > end ? 1 : -1;
        if (raised ? sign * value <= sign * end : sign * value >= sign * begin) {
            raised = !raised;
        }
        return raised;
    }
}
