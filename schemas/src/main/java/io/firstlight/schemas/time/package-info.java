/**
 * What is to be known of time systems by everybody who reads or writes components' time stamps: {@link io.firstlight.schemas.time.LeapSeconds}.
 * Stateless.
 */
@NullMarked
package io.firstlight.schemas.time;

import org.jspecify.annotations.NullMarked;
