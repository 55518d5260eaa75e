/** Placeholder. */
package io.firstlight.standalone;
