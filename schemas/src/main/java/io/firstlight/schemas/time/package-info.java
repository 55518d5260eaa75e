/** The time scale of SAL's stamps, TAI, and how far it is ahead of UTC: {@link io.firstlight.schemas.time.LeapSeconds}. Pure functions. */
package io.firstlight.schemas.time;
