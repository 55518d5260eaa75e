package io.firstlight.standalone.demo.watcher;

import java.util.Optional;
import java.util.stream.Stream;

/** How bad it is; the numbers are SAL's (ts_xml, Watcher, AlarmSeverity). */
public enum Severity {
    NONE(1),
    WARNING(2),
    SERIOUS(3),
    CRITICAL(4);

    private final int number;

    Severity(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<Severity> ofNumber(int number) {
        return Stream.of(values()).filter(each -> each.number == number).findFirst();
    }

    boolean isWorseThan(Severity other) {
        return number > other.number;
    }
}
