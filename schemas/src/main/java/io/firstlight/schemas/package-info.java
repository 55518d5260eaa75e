/**
 * The words everyone speaks: addresses, records, topics, codes, positions.
 *
 * <p>Every other module depends on this one and this one on none of them. Nothing here opens a socket or starts a thread; all types
 * are immutable unless they say otherwise. The rooms:
 *
 * <ul>
 *   <li>{@link io.firstlight.schemas.address} - what a value belongs to
 *   <li>{@link io.firstlight.schemas.record} - one component's message as it lies in a category topic
 *   <li>{@link io.firstlight.schemas.state} - one address's latest value as it lies in the state topic
 *   <li>{@link io.firstlight.schemas.json} - the JSON dialect of the topics, and numbers that JSON lacks
 *   <li>{@link io.firstlight.schemas.topic} - the topics, and their creation
 *   <li>{@link io.firstlight.schemas.position} - a place in the log, and its opaque token
 *   <li>{@link io.firstlight.schemas.quarantine} - why a record that is none was set aside
 *   <li>{@link io.firstlight.schemas.jsonschema} - what the values of the topics look like, for other languages
 *   <li>{@link io.firstlight.schemas.rules} - JSON Schemas of operators, and values checked against them
 *   <li>{@link io.firstlight.schemas.code} - every error and close code a client can see
 * </ul>
 */
package io.firstlight.schemas;
