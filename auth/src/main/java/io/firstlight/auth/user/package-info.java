/**
 * Users, their groups and grants, and their administration: {@link io.firstlight.auth.user.UserAdministration}.
 *
 * <p>Every call is a query or a short transaction on the calling thread; all types are thread-safe. Who may administer is checked by the
 * caller: the command line runs with the database's own password, the REST interface asks for the right first. Logging in is next door,
 * in {@code session}.
 */
package io.firstlight.auth.user;
