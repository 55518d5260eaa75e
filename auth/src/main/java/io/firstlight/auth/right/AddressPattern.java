package io.firstlight.auth.right;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Names;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;

/**
 * A set of addresses: each of the four places holds one value, or any value ({@code null} here, {@code all} in text). Immutable.
 *
 * @param category the category, or null for any
 * @param csc the component's name, or null for any
 * @param salindex the instance number, or null for any
 * @param stream the stream's name, or null for any
 */
public record AddressPattern(
        @Nullable Category category,
        @Nullable String csc,
        @Nullable Integer salindex,
        @Nullable String stream) {

    /** Every address. */
    public static final AddressPattern EVERYTHING = new AddressPattern(null, null, null, null);

    private static final String ANY = "all";

    public AddressPattern {
        requireLegal("csc", csc);
        requireLegal("stream", stream);
    }

    /** Exactly one address. */
    public static AddressPattern of(Address address) {
        return new AddressPattern(
                address.category(),
                address.component().csc(),
                address.component().salindex(),
                address.stream());
    }

    /**
     * Reads {@code category-csc-salindex-stream} as LOVE writes its groups, or the same with colons, which names that contain {@code -}
     * need. {@code all} or {@code *} in a place means any. Categories are known by our word and by LOVE's ({@code command}, {@code cmd}).
     *
     * @throws IllegalArgumentException if the text is no pattern; the message says why
     */
    public static AddressPattern parse(String text) {
        String[] places = text.split(text.indexOf(':') >= 0 ? ":" : "-", -1);
        if (places.length != 4) {
            throw new IllegalArgumentException("pattern '" + text + "' is not category-csc-salindex-stream"
                    + " (write it with ':' when a name contains '-')");
        }
        return new AddressPattern(
                isAny(places[0]) ? null : category(places[0], text),
                isAny(places[1]) ? null : places[1],
                isAny(places[2]) ? null : salindex(places[2], text),
                isAny(places[3]) ? null : places[3]);
    }

    /** Whether the address is in the set. */
    public boolean matches(Address address) {
        return (category == null || category == address.category())
                && (csc == null || csc.equals(address.component().csc()))
                && (salindex == null || salindex == address.component().salindex())
                && (stream == null || stream.equals(address.stream()));
    }

    /** Whether every address of the other set is in this one: what a subscription to a whole group needs. */
    public boolean covers(AddressPattern other) {
        return (category == null || category == other.category)
                && (csc == null || csc.equals(other.csc))
                && (salindex == null || salindex.equals(other.salindex))
                && (stream == null || stream.equals(other.stream));
    }

    /** The addresses that are in both; empty if there can be none. */
    public Optional<AddressPattern> and(AddressPattern other) {
        boolean apart = differ(category, other.category)
                || differ(csc, other.csc)
                || differ(salindex, other.salindex)
                || differ(stream, other.stream);
        return apart
                ? Optional.empty()
                : Optional.of(new AddressPattern(
                        category == null ? other.category : category,
                        csc == null ? other.csc : csc,
                        salindex == null ? other.salindex : salindex,
                        stream == null ? other.stream : stream));
    }

    private static boolean differ(@Nullable Object mine, @Nullable Object others) {
        return mine != null && others != null && !mine.equals(others);
    }

    /** The pattern as {@link #parse} reads it: with {@code -} where that is unambiguous, else with {@code :}. One text per set. */
    @Override
    public String toString() {
        String[] places = {
            category == null ? ANY : category.wireName(),
            Objects.requireNonNullElse(csc, ANY),
            salindex == null ? ANY : salindex.toString(),
            Objects.requireNonNullElse(stream, ANY)
        };
        boolean dashInside = String.join("", places).indexOf('-') >= 0;
        return String.join(dashInside ? ":" : "-", places);
    }

    private static boolean isAny(String place) {
        return place.equals(ANY) || place.equals("*");
    }

    private static Category category(String place, String text) {
        return Category.ofWireName(place)
                .or(() -> Category.ofLoveName(place))
                .orElseThrow(() -> new IllegalArgumentException("pattern '" + text + "' has an unknown category"));
    }

    private static int salindex(String place, String text) {
        try {
            return Integer.parseInt(place);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("pattern '" + text + "' has an index that is no number", e);
        }
    }

    private static void requireLegal(String place, @Nullable String name) {
        if (name == null) {
            return;
        }
        if (name.equals(ANY)) {
            throw new IllegalArgumentException(place + " '" + ANY + "' stands for any, give null");
        }
        if (!Names.isLegal(name)) {
            throw new IllegalArgumentException("pattern has an illegal " + place + " '" + name + "'");
        }
    }
}
