/**
 * {@code firstlight user}: adds and lists users, changes passwords, grants rights, straight in the database; running edges see a change within
 * a second. {@link io.firstlight.standalone.users.UserDatabase} finds the database, the rules are those of the module {@code auth}.
 * Runs on the main thread.
 */
@NullMarked
package io.firstlight.standalone.users;

import org.jspecify.annotations.NullMarked;
