/** Placeholder. */
package io.firstlight.bench;
