package io.firstlight.ingest.component;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The fields of a sample, by name. Implementations are immutable and thread-safe. */
public interface Fields {

    /**
     * All fields in their order, in LOVE's form and in the spacing of Python's {@code json.dumps}:
     * <code>{"azimuth": {"value": 12.5, "dataType": "Float", "units": "deg"}, ...}</code>. Strict JSON: numbers that are not finite are
     * written as {@link io.firstlight.schemas.json.NonFiniteNumbers} says.
     *
     * @return neither to be changed by the caller nor by the implementation
     */
    byte[] toJson();

    /**
     * The value of a field: a {@link Boolean}, {@link Long}, {@link Double} or {@link String}, a {@link List} of one of these, or null if there
     * is no such field or it is empty.
     */
    @Nullable
    Object value(String name);

    /** The value of a field of texts. */
    default String text(String name, String absent) {
        return value(name) instanceof String text ? text : absent;
    }

    /** The value of a field of whole numbers. */
    default long integer(String name, long absent) {
        return value(name) instanceof Long number ? number : absent;
    }

    /** The value of a field of numbers. */
    default double number(String name, double absent) {
        return value(name) instanceof Number number ? number.doubleValue() : absent;
    }

    /** The value of a field that is yes or no. */
    default boolean flag(String name, boolean absent) {
        return value(name) instanceof Boolean flag ? flag : absent;
    }

    /** The value of a field that is a list of whole numbers; empty if it is none. */
    default List<Long> integers(String name) {
        return value(name) instanceof List<?> list
                ? list.stream()
                        .filter(Long.class::isInstance)
                        .map(Long.class::cast)
                        .toList()
                : List.of();
    }
}
