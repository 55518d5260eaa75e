/** Placeholder. */
package io.firstlight.ingest;
