package io.firstlight.webedge.mapper;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;

/** Who may use an endpoint. */
public sealed interface EndpointAccess {

    /** Everybody who reaches the edge. */
    record Open() implements EndpointAccess {}

    /** Every user with a valid token. */
    record Token() implements EndpointAccess {}

    /** Users who have that right over all those addresses. */
    record Holder(Grant needed) implements EndpointAccess {}

    /**
     * Reads {@code open}, {@code token}, or a right and a pattern such as {@code command ATDome:0:all:all}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static EndpointAccess parse(String text) {
        if (text.equals("open")) {
            return new Open();
        }
        if (text.equals("token")) {
            return new Token();
        }
        String[] words = text.split(" ", 2);
        if (words.length != 2) {
            throw new IllegalArgumentException(
                    "must be 'open', 'token', or a right and a pattern such as 'read event-all-all-all'");
        }
        Right right = Right.ofWireName(words[0])
                .orElseThrow(() -> new IllegalArgumentException("'" + words[0] + "' is no right"));
        return new Holder(new Grant(right, AddressPattern.parse(words[1])));
    }
}
