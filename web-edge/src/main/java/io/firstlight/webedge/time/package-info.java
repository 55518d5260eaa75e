/** The time systems that operators read: {@link io.firstlight.webedge.time.ObservatoryTime}. Pure functions of a UTC instant. */
package io.firstlight.webedge.time;
