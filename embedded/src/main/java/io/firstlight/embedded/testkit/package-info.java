/**
 * Real servers for the tests of every module: one broker and one PostgreSQL per JVM, started when first asked for, gone when
 * it ends.
 *
 * <p>Entry types: {@link io.firstlight.embedded.testkit.TestKafka}, {@link io.firstlight.embedded.testkit.TestPostgres}. Not
 * for use at run time: the statics here live as long as the JVM, on purpose.
 */
@NullMarked
package io.firstlight.embedded.testkit;

import org.jspecify.annotations.NullMarked;
