/**
 * The telescope mount and what points it: {@link io.firstlight.standalone.demo.mount.Mount} follows demands, {@link
 * io.firstlight.standalone.demo.mount.Pointing} makes them from places in the sky by the formulas of {@link
 * io.firstlight.standalone.demo.mount.Sky}.
 */
@NullMarked
package io.firstlight.standalone.demo.mount;

import org.jspecify.annotations.NullMarked;
