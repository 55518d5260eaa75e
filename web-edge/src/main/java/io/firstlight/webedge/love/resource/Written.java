package io.firstlight.webedge.love.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What came of writing a row. */
public sealed interface Written {

    /** Done; the row as it is now. */
    record Done(ObjectNode row) implements Written {}

    /** There is no such row. */
    record Gone() implements Written {}

    /** There is another row with the same values where they must differ. */
    record Duplicate() implements Written {}

    /** A field points to a row that does not exist. */
    record NoSuchReference(String field, long id) implements Written {}
}
