/** Placeholder. */
package io.firstlight.archive;
