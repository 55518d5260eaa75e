package io.firstlight.standalone.demo.dome;

import io.firstlight.standalone.demo.motion.Axis;

/** One door of the shutter, from 0 (closed) to 100 percent. The states' numbers are SAL's (ts_xml, ATDome enumerations). */
final class Door {

    private static final double PERCENT_PER_SECOND = 10;

    /** What it was told to do, with its number in SAL. */
    enum Command {
        UNKNOWN(1),
        CLOSED(2),
        OPENED(3),
        STOP(4);

        private final int number;

        Command(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private static final int CLOSED = 1;
    private static final int OPENED = 2;
    private static final int PARTIALLY_OPENED = 3;
    private static final int OPENING = 4;
    private static final int CLOSING = 5;

    private final Axis axis = new Axis(0, PERCENT_PER_SECOND, PERCENT_PER_SECOND);
    private Command command = Command.UNKNOWN;

    void command(Command next) {
        command = next;
    }

    Command command() {
        return command;
    }

    void step(double seconds) {
        switch (command) {
            case OPENED -> axis.follow(seconds, 100, 0);
            case CLOSED -> axis.follow(seconds, 0, 0);
            case STOP, UNKNOWN -> axis.brake(seconds);
        }
    }

    double percent() {
        return Math.max(0, Math.min(100, axis.position()));
    }

    boolean inPosition() {
        return switch (command) {
            case OPENED -> axis.atRest() && percent() == 100;
            case CLOSED -> axis.atRest() && percent() == 0;
            case STOP, UNKNOWN -> axis.atRest();
        };
    }

    int state() {
        if (axis.speed() > 0) {
            return OPENING;
        }
        if (axis.speed() < 0) {
            return CLOSING;
        }
        if (percent() == 0) {
            return CLOSED;
        }
        return percent() == 100 ? OPENED : PARTIALLY_OPENED;
    }
}
