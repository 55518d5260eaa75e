/**
 * What LOVE's front end asks of the commander and the edge only carries: a table of {@link io.firstlight.webedge.passthrough.PassThroughRoute}s.
 * Adding one is a row, or a setting.
 */
package io.firstlight.webedge.passthrough;
