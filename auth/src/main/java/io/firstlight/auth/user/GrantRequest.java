package io.firstlight.auth.user;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.user.Administration.Problem;
import io.firstlight.auth.user.Administration.Refused;

import java.util.Optional;

/** A right and a pattern as somebody has typed them. */
final class GrantRequest {

    private GrantRequest() {}

    /** What to do with a grant that was read. */
    interface Change {
        Administration with(Grant grant);
    }

    /** Reads the grant and does that with it, or says what is wrong with it. */
    static Administration read(String rightName, String patternText, Change change) {
        Optional<Right> right = Right.ofWireName(rightName);
        if (right.isEmpty()) {
            return new Refused(
                    Problem.UNKNOWN_RIGHT,
                    "'" + Refused.printable(rightName)
                            + "' is no right; there are read, write, command, history, administer");
        }
        AddressPattern pattern;
        try {
            pattern = AddressPattern.parse(patternText);
        } catch (IllegalArgumentException e) {
            return new Refused(Problem.BAD_PATTERN, Refused.printable(String.valueOf(e.getMessage())));
        }
        return change.with(new Grant(right.get(), pattern));
    }
}
