/**
 * What all components of the demo share: topics declared once ({@link io.firstlight.standalone.demo.sal.Declaration}), written in the form
 * of LOVE's producers ({@link io.firstlight.standalone.demo.sal.SalWriter}), and the state machine that each component has in SAL ({@link
 * io.firstlight.standalone.demo.sal.Csc}).
 *
 * <p>No threads and no clocks here: whoever calls holds the observatory's lock and brings the time.
 */
@NullMarked
package io.firstlight.standalone.demo.sal;

import org.jspecify.annotations.NullMarked;
