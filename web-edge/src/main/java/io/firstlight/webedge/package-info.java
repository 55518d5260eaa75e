/** Placeholder. */
package io.firstlight.webedge;
