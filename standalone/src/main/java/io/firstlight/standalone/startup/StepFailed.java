package io.firstlight.standalone.startup;

/** A step could not start; the cause says why. Everything that had started is closed. */
public final class StepFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final String step;
    private final Exception reason;

    StepFailed(String step, Exception cause) {
        super("could not start: " + step, cause);
        this.step = step;
        this.reason = cause;
    }

    /** The step's name. */
    public String step() {
        return step;
    }

    /** Why; the same as the cause. */
    public Exception reason() {
        return reason;
    }
}
