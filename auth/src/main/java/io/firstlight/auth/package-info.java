/**
 * Who may do what: users, groups, rights, passwords and tokens, in PostgreSQL schema {@code auth}.
 *
 * <p>Entry: {@link io.firstlight.auth.AuthService}, the composition root, configured by {@link io.firstlight.auth.AuthConfig}. It has no
 * thread; callers' threads walk through. The rooms:
 *
 * <ul>
 *   <li>{@link io.firstlight.auth.session} - log in, authenticate, what a principal may do
 *   <li>{@link io.firstlight.auth.right} - rights over patterns of addresses
 *   <li>{@link io.firstlight.auth.user} - users and their administration
 *   <li>{@link io.firstlight.auth.token} - keys, JWTs, the list of those issued
 *   <li>{@link io.firstlight.auth.password} - hashes
 *   <li>{@link io.firstlight.auth.database} - the pool and the schema
 * </ul>
 *
 * <p>It speaks no HTTP: headers, status codes and sockets are the edge's, which asks here.
 */
package io.firstlight.auth;
