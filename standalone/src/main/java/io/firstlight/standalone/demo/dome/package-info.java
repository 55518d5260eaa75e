/** The dome: azimuth, main and dropout door. Entry type: {@link io.firstlight.standalone.demo.dome.Dome}. */
@NullMarked
package io.firstlight.standalone.demo.dome;

import org.jspecify.annotations.NullMarked;
