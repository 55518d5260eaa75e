/**
 * What the router costs: {@link io.firstlight.bench.router.RouterCommand} fills a topic, starts a router and measures while it catches up. One thread.
 */
@NullMarked
package io.firstlight.bench.router;

import org.jspecify.annotations.NullMarked;
