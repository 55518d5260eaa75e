package io.firstlight.standalone.demo.sal;

import io.firstlight.webedge.time.ObservatoryTime;

/** What makes a component itself: all but the state machine and the events that every component has. Owned by whoever holds the lock. */
public interface Behaviour {

    /** What it sends and understands. */
    Declaration declaration();

    /** Sends the present value of every event of its own. */
    void announce(ObservatoryTime now, Publisher out);

    /** Goes on to that moment; called at every step while it is not OFFLINE. */
    void step(ObservatoryTime now, SummaryState state, Publisher out);

    /** Carries out a command of its own; called while it is ENABLED, with parameters that fit the declaration. */
    Reply execute(String command, Parameters parameters, ObservatoryTime now, Publisher out);

    /** Whether that command comes so often that it is not worth a log message each time. */
    default boolean isFrequent(String command) {
        return false;
    }

    /** Stops whatever moves: it has just left ENABLED. */
    void leaveEnabled(ObservatoryTime now, Publisher out);
}
