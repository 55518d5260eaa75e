/** How things move: {@link io.firstlight.standalone.demo.motion.Axis}, within limits of speed and acceleration. Pure. */
@NullMarked
package io.firstlight.standalone.demo.motion;

import org.jspecify.annotations.NullMarked;
