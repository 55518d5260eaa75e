package io.firstlight.standalone.fault;

import io.firstlight.embedded.testkit.fault.Victim;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Something that goes wrong.
 *
 * @param whom in the words of the report
 * @param victim found when the fault happens: who leads may have changed
 * @param kind how
 * @param absence how long the victim is away: until it is started again, or goes on
 */
record Fault(String whom, Callable<? extends Victim> victim, Kind kind, Duration absence) {

    /** What can happen to a process. */
    enum Kind {
        KILL("kill -9 of %s, started again after %d s"),
        FREEZE("SIGSTOP of %s for %d s");

        private final String form;

        Kind(String form) {
            this.form = form;
        }
    }

    static Fault kill(String whom, Callable<? extends Victim> victim, Duration absence) {
        return new Fault(whom, victim, Kind.KILL, absence);
    }

    static Fault freeze(String whom, Callable<? extends Victim> victim, Duration absence) {
        return new Fault(whom, victim, Kind.FREEZE, absence);
    }

    void begin(Victim found) {
        switch (kind) {
            case KILL -> found.kill();
            case FREEZE -> found.freeze();
        }
    }

    void end(Victim found) {
        switch (kind) {
            case KILL -> found.startAgain();
            case FREEZE -> found.thaw();
        }
    }

    @Override
    public String toString() {
        return kind.form.formatted(whom, absence.toSeconds());
    }
}
