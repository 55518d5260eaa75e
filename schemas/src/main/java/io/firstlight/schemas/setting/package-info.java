/**
 * How settings are read: every service has them as a map of texts by key, and {@link io.firstlight.schemas.setting.Setting} makes values of
 * the texts. Stateless.
 */
@NullMarked
package io.firstlight.schemas.setting;

import org.jspecify.annotations.NullMarked;
