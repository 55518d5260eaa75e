package io.firstlight.standalone.fault;

import io.firstlight.schemas.address.Address;
import org.jspecify.annotations.Nullable;

/**
 * What a client subscribes to, in the words of the wire.
 *
 * @param csc a name, or {@code all}
 * @param salindex a number in decimal, or {@code all}
 * @param stream a name, or {@code all}
 */
record Group(String category, String csc, String salindex, String stream) {

    private static final String ALL = "all";

    static Group of(Address address) {
        return new Group(
                address.category().wireName(),
                address.component().csc(),
                String.valueOf(address.component().salindex()),
                address.stream());
    }

    static Group everything(String category) {
        return new Group(category, ALL, ALL, ALL);
    }

    /** As it stands in frames. */
    String name() {
        return category + "-" + csc + "-" + salindex + "-" + stream;
    }

    boolean covers(Address address) {
        return category.equals(address.category().wireName())
                && (csc.equals(ALL) || csc.equals(address.component().csc()))
                && (salindex.equals(ALL)
                        || salindex.equals(String.valueOf(address.component().salindex())))
                && (stream.equals(ALL) || stream.equals(address.stream()));
    }

    /** The request: from the position on, or, without one, from a snapshot. A position comes every second in any case. */
    String subscribe(@Nullable String position) {
        String index = salindex.equals(ALL) ? "\"all\"" : salindex;
        return "{\"option\":\"subscribe\",\"category\":\"" + category + "\",\"csc\":\"" + csc + "\",\"salindex\":"
                + index
                + ",\"stream\":\"" + stream + "\",\"positions\":true,\"position_every\":1,"
                + (position == null ? "\"snapshot\":true" : "\"resume\":\"" + position + "\"") + "}";
    }
}
