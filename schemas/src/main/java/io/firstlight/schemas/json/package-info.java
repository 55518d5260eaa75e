/**
 * The JSON dialect of the topics: strict JSON (RFC 8259) in UTF-8, with one documented encoding for the numbers that JSON lacks.
 *
 * <p>{@link io.firstlight.schemas.json.Json} reads, {@link io.firstlight.schemas.json.JsonOutput} writes without building a tree,
 * {@link io.firstlight.schemas.json.NonFiniteNumbers} translates between producers' bare {@code NaN} and the topics,
 * {@link io.firstlight.schemas.json.PythonJson} has Python's letters of numbers and texts.
 */
package io.firstlight.schemas.json;
