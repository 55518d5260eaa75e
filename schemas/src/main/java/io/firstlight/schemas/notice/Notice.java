package io.firstlight.schemas.notice;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Something that a service tells whoever listens to a channel: that a job has another status, or a line of its output. In the log it is an
 * event of the component {@code group}, so it has a latest value, a history and rights as any other, and notices of one thing stay in order.
 *
 * <p>One with an id and a type reaches the channels {@code group-type} and {@code group-id}; its latest value is kept per id.
 *
 * @param group the kind of thing, for example {@code jobs}
 * @param id which thing, from 0; null for none in particular
 * @param type what is told of it, for example {@code status_changed}; null for a detail, which only those hear who joined the thing's channel
 */
public record Notice(
        String group, @Nullable Integer id, @Nullable String type) {

    /** The stream of notices that have an id and no type. */
    public static final String DETAIL = "detail";

    public Notice {
        requireLegal("group", group);
        if (type != null) {
            requireLegal("type", type);
        }
        if (id == null && type == null) {
            throw new IllegalArgumentException("a notice to '" + group + "' needs an id or a type");
        }
        if (id != null && id < 0) {
            throw new IllegalArgumentException("id " + id + " is negative");
        }
    }

    /** A notice of that type about nothing in particular. */
    public static Notice ofType(String group, String type) {
        return new Notice(group, null, type);
    }

    /** A detail about that thing. */
    public static Notice ofId(String group, int id) {
        return new Notice(group, id, null);
    }

    /** Where it stands in the log. */
    public Address address() {
        return new Address(
                Category.EVENT,
                new Component(group, Objects.requireNonNullElse(id, 0)),
                Objects.requireNonNullElse(type, DETAIL));
    }

    private static void requireLegal(String what, String name) {
        if (!Channel.isLegalName(name)) {
            throw new IllegalArgumentException(
                    what + " '" + name + "' is no name: ASCII letters, digits, '_', '-', '.'");
        }
    }
}
