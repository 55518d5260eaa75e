package io.firstlight.schemas.notice;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.address.Names;

import java.util.OptionalInt;

/**
 * What a Tower client can join: {@code <group>-<element>}, for example {@code jobs-status_changed} or {@code job_events-41}. An element that
 * is a number names a thing, any other a type of notice. So the channel stands for a set of addresses of category {@code event}: component
 * {@code group}, and either that instance with any stream, or that stream of any instance.
 *
 * @param group a legal component name ({@link Names}), not {@code all}
 * @param element a legal stream name, not {@code all}
 */
public record Channel(String group, String element) {

    private static final String ANY = "all";

    public Channel {
        if (!isLegal(group, element)) {
            throw new IllegalArgumentException("'" + group + "' and '" + element + "' make no channel");
        }
    }

    /** Whether both may stand in a channel. */
    public static boolean isLegal(String group, String element) {
        return isLegalName(group) && isLegalName(element) && group.length() + element.length() < Names.MAX_LENGTH;
    }

    /** Whether a group or a type may be called so; {@code all} stands for any in patterns of addresses. */
    static boolean isLegalName(String name) {
        return Names.isLegal(name) && !name.equals(ANY);
    }

    /** The thing that the element names; empty if it is a type. */
    public OptionalInt id() {
        OptionalInt number = Component.parseIndex(element);
        return number.isPresent() && number.getAsInt() >= 0 ? number : OptionalInt.empty();
    }

    /** The channel's name on the wire: shorter than 100 characters. */
    public String name() {
        return group + '-' + element;
    }

    @Override
    public String toString() {
        return name();
    }
}
