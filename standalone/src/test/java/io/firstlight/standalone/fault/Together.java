package io.firstlight.standalone.fault;

import io.firstlight.embedded.testkit.fault.Victim;

import java.util.List;
import java.util.stream.Collectors;

/** Several victims of one fault. Owned by the test's thread, as they are. */
record Together(List<Victim> victims) implements Victim {

    static Together of(Victim... victims) {
        return new Together(List.of(victims));
    }

    @Override
    public String name() {
        return victims.stream().map(Victim::name).collect(Collectors.joining(" and "));
    }

    @Override
    public void kill() {
        victims.forEach(Victim::kill);
    }

    @Override
    public void freeze() {
        victims.forEach(Victim::freeze);
    }

    @Override
    public void thaw() {
        victims.forEach(Victim::thaw);
    }

    @Override
    public void startAgain() {
        victims.forEach(Victim::startAgain);
    }

    @Override
    public boolean serves() {
        return victims.stream().allMatch(Victim::serves);
    }
}
