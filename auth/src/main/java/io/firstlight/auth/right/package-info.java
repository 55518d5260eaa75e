/**
 * What a right is: a verb ({@link io.firstlight.auth.right.Right}) over the addresses of a pattern
 * ({@link io.firstlight.auth.right.AddressPattern}); {@link io.firstlight.auth.right.Rights} is all that one user has, his groups'
 * grants included.
 *
 * <p>Immutable values, any thread. It knows no users and no database.
 */
package io.firstlight.auth.right;
