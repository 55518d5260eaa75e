/** The weather at the summit: {@link io.firstlight.standalone.demo.weather.WeatherStation}. */
@NullMarked
package io.firstlight.standalone.demo.weather;

import org.jspecify.annotations.NullMarked;
