package io.firstlight.schemas.record;

import io.firstlight.schemas.json.Span;

/**
 * One stream of a record.
 *
 * @param stream its name
 * @param payload where its payload lies in the record's value
 */
public record StreamSpan(String stream, Span payload) {}
