/**
 * One component's message as it lies in a category topic. {@link io.firstlight.schemas.record.RecordParser} finds where the streams'
 * payloads lie in the bytes, without a tree; {@link io.firstlight.schemas.record.RecordWriter} makes such bytes.
 *
 * <p>Payloads are opaque: they pass from producer to client as the bytes they came in.
 */
package io.firstlight.schemas.record;
