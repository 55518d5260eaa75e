package io.firstlight.auth.right;

import java.util.Objects;

/** One right over one set of addresses. */
public record Grant(Right right, AddressPattern pattern) {

    public Grant {
        Objects.requireNonNull(right, "right");
        Objects.requireNonNull(pattern, "pattern");
    }

    @Override
    public String toString() {
        return right.wireName() + ' ' + pattern;
    }
}
