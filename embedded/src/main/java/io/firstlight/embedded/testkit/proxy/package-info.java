/**
 * The proxy before the edges as it is deployed: the installed nginx with the repository's own configuration, as a process of a test.
 *
 * <p>Entry type: {@link io.firstlight.embedded.testkit.proxy.EdgeProxy}. No thread of its own. Where nginx is not installed, tests say so
 * and are skipped; nothing stands in for it.
 */
@NullMarked
package io.firstlight.embedded.testkit.proxy;

import org.jspecify.annotations.NullMarked;
