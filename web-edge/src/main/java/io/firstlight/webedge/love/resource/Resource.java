package io.firstlight.webedge.love.resource;

import java.util.List;
import java.util.Map;

/**
 * A resource that is one table. Every name in it is ours and becomes part of a statement as it is; what clients send never does.
 *
 * @param table the table, with its schema
 * @param fields what clients give
 * @param computed what is worked out besides: name in JSON, and SQL that gives JSON for the row {@code r}
 * @param updateTime whether it has {@code update_timestamp} besides {@code creation_timestamp}
 * @param order the order of the list, in SQL
 */
public record Resource(
        String table, List<Field> fields, Map<String, String> computed, boolean updateTime, String order) {

    public Resource {
        fields = List.copyOf(fields);
        computed = Map.copyOf(computed);
    }

    /** With both times and nothing computed. */
    public static Resource of(String table, String order, Field... fields) {
        return new Resource(table, List.of(fields), Map.of(), true, order);
    }
}
