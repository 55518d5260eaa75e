package io.firstlight.standalone.demo.sal;

/**
 * Says when something is due that comes once in a period: at the first question, and then at the first one in each further period of the clock, so
 * that the steps' jitter does not add up. A clock that is set back begins anew. Owned by one caller at a time.
 */
public final class Every {

    private final double seconds;
    private double next;

    /** A period of so many seconds. */
    public Every(double seconds) {
        this.seconds = seconds;
    }

    /** Whether it is due; the next time it is so in the next period. */
    public boolean isDue(double utc) {
        if (utc < next && utc > next - 2 * seconds) {
            return false;
        }
        next = (Math.floor(utc / seconds + 1e-6) + 1) * seconds;
        return true;
    }
}
