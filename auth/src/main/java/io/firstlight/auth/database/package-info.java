/**
 * The way to PostgreSQL: {@link io.firstlight.auth.database.DatabaseConfig} opens a bounded pool, and
 * {@link io.firstlight.auth.database.AuthSchema} brings schema {@code auth} up to date.
 *
 * <p>The pool is thread-safe; migration runs once, on the thread that starts the service. Queries live beside what they are about.
 */
package io.firstlight.auth.database;
