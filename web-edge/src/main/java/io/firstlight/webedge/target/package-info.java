/** What one can subscribe to, and read the past of: {@link io.firstlight.webedge.target.Target}. Immutable; knows no protocol and no log. */
package io.firstlight.webedge.target;
