/** The observing log: {@link io.firstlight.standalone.demo.observinglog.ObservingLog}. */
@NullMarked
package io.firstlight.standalone.demo.observinglog;

import org.jspecify.annotations.NullMarked;
