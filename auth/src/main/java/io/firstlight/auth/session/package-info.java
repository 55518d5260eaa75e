/**
 * Who is there: {@link io.firstlight.auth.session.Login} turns a password into a token, {@link io.firstlight.auth.session.Authenticator}
 * turns a token into a {@link io.firstlight.auth.session.Principal} that knows what it may do.
 *
 * <p>Thread-safe. Login hashes and blocks (some 50 ms and a query); authentication asks the database at most once a second and token,
 * else memory. A principal is what was true when it was made; long connections ask {@code recheck} again. No HTTP, no WebSocket here.
 */
package io.firstlight.auth.session;
