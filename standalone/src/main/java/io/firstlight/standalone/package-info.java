/**
 * The {@code firstlight} command: {@link io.firstlight.standalone.Firstlight} puts the subcommands together, each from the package of its
 * feature. This is the only module that sees all the others; nothing depends on it, and no service logic lives here.
 */
@NullMarked
package io.firstlight.standalone;

import org.jspecify.annotations.NullMarked;
