/** Placeholder. */
package io.firstlight.auth;
