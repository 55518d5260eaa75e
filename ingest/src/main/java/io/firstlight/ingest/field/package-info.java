/**
 * Foreign values as fields of a message: {@link io.firstlight.ingest.field.JsonFields} for values of JSON documents,
 * {@link io.firstlight.ingest.field.TextFields} for texts that are taken for what they look like. Stateless; knows no source.
 */
@NullMarked
package io.firstlight.ingest.field;

import org.jspecify.annotations.NullMarked;
