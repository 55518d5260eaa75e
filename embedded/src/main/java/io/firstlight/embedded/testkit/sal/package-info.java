/**
 * SAL as its readers meet it, for tests and benchmarks: topics and schemas as components make them
 * ({@link io.firstlight.embedded.testkit.sal.SalTopicKind}), records as they write them ({@link io.firstlight.embedded.testkit.sal.SalComponents}),
 * and a schema registry that can be stopped, slowed and broken ({@link io.firstlight.embedded.testkit.sal.StandInRegistry}).
 */
@NullMarked
package io.firstlight.embedded.testkit.sal;

import org.jspecify.annotations.NullMarked;
