/**
 * Alarms: {@link io.firstlight.standalone.demo.watcher.Watcher} looks at {@link io.firstlight.standalone.demo.watcher.Rule rules} and keeps an
 * alarm for each.
 */
@NullMarked
package io.firstlight.standalone.demo.watcher;

import org.jspecify.annotations.NullMarked;
