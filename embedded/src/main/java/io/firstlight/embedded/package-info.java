/** Placeholder. */
package io.firstlight.embedded;
