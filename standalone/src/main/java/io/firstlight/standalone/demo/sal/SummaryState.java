package io.firstlight.standalone.demo.sal;

import java.util.Locale;
import java.util.Optional;

/** The states of a component, with their numbers in SAL (ts_xml, enumeration SummaryState), and the ways between them. */
public enum SummaryState {
    DISABLED(1),
    ENABLED(2),
    FAULT(3),
    OFFLINE(4),
    STANDBY(5);

    private final int number;

    SummaryState(int number) {
        this.number = number;
    }

    /** The number in the event. */
    public int number() {
        return number;
    }

    /** Where a command of the state machine leads from here; empty if it is not allowed here, or is another command. */
    Optional<SummaryState> after(String command) {
        return Optional.ofNullable(
                switch (command) {
                    case "enterControl" -> this == OFFLINE ? STANDBY : null;
                    case "start" -> this == STANDBY ? DISABLED : null;
                    case "enable" -> this == DISABLED ? ENABLED : null;
                    case "disable" -> this == ENABLED ? DISABLED : null;
                    case "standby" -> this == DISABLED || this == FAULT ? STANDBY : null;
                    case "exitControl" -> this == STANDBY ? OFFLINE : null;
                    default -> null;
                });
    }

    /** Whether that is a command of the state machine. */
    static boolean isTransition(String command) {
        return switch (command) {
            case "enterControl", "start", "enable", "disable", "standby", "exitControl" -> true;
            default -> false;
        };
    }

    /** As people write it. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
