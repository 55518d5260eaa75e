/** Placeholder. */
package io.firstlight.router;
