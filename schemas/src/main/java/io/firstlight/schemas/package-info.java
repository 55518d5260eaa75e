/** Placeholder. */
package io.firstlight.schemas;
