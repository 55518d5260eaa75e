/**
 * Passwords at rest: Argon2id (RFC 9106) in the PHC string format. {@link io.firstlight.auth.password.PasswordHasher} is the entry.
 *
 * <p>Hashing is slow and takes memory on purpose; the caller bounds how many run at once. Thread-safe. It stores nothing.
 */
package io.firstlight.auth.password;
