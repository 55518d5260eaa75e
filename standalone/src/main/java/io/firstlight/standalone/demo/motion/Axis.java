package io.firstlight.standalone.demo.motion;

/**
 * One axis that is driven to a place, or along with a moving one, within limits of speed and acceleration. Owned by one caller at a time.
 *
 * <p>It moves in ticks of a tenth of a second; what is left of a step is made up for in the next, so that its length does not matter. In each tick
 * it wants the greatest speed from which it can still brake to rest exactly at the target. With acceleration a and ticks of t seconds, braking
 * in n ticks from speed v covers n·v·t - a·t²·n(n-1)/2; n is the least number for which v is not more than n·a·t, and v follows from the
 * distance. So it neither overshoots nor creeps. All of it is relative to the target's own speed.
 */
public final class Axis {

    private static final double TICK_SECONDS = 0.1;
    private static final double ROUNDING = 1e-9;

    private final double maxSpeed;
    private final double maxAcceleration;
    private double position;
    private double speed;
    /** Time that has passed and was not moved in yet, less than a tick. */
    private double pending;

    /**
     * An axis at rest.
     *
     * @param position in the axis's unit
     * @param maxSpeed in units a second
     * @param maxAcceleration in units a second, a second
     */
    public Axis(double position, double maxSpeed, double maxAcceleration) {
        this.position = position;
        this.maxSpeed = maxSpeed;
        this.maxAcceleration = maxAcceleration;
    }

    /** Where it is. */
    public double position() {
        return position;
    }

    /** How fast it moves; negative towards lower positions. */
    public double speed() {
        return speed;
    }

    /** Whether it is at rest. */
    public boolean atRest() {
        return speed == 0;
    }

    /**
     * Moves towards the target for so long.
     *
     * @param seconds how long; not negative
     * @param target where the target is when the time is over
     * @param targetSpeed how fast the target moves
     */
    public void follow(double seconds, double target, double targetSpeed) {
        pending += seconds;
        while (pending > TICK_SECONDS - ROUNDING) {
            pending -= TICK_SECONDS;
            tick(target - targetSpeed * pending, targetSpeed);
        }
    }

    /** Brakes for so long. */
    public void brake(double seconds) {
        pending += seconds;
        while (pending > TICK_SECONDS - ROUNDING) {
            pending -= TICK_SECONDS;
            speed = Math.signum(speed) * Math.max(0, Math.abs(speed) - maxAcceleration * TICK_SECONDS);
            position += speed * TICK_SECONDS;
        }
    }

    private void tick(double target, double targetSpeed) {
        // Where the target was at the beginning of the tick: its own motion is added to ours.
        double error = target - targetSpeed * TICK_SECONDS - position;
        double change = maxAcceleration * TICK_SECONDS;
        double ticks = Math.max(
                1, Math.ceil(Math.sqrt(0.25 + 2 * Math.abs(error) / (change * TICK_SECONDS)) - 0.5 - ROUNDING));
        double closing = Math.abs(error) / (ticks * TICK_SECONDS) + change * (ticks - 1) / 2;
        double wanted = clamp(targetSpeed + Math.signum(error) * closing, maxSpeed);
        speed += clamp(wanted - speed, change);
        position += speed * TICK_SECONDS;
        if (Math.abs(target - position) < ROUNDING && Math.abs(speed - targetSpeed) < ROUNDING) {
            position = target;
            speed = targetSpeed;
        }
    }

    private static double clamp(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}
