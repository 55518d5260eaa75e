/**
 * {@code firstlight topics}: creates the topics that lack and lists those that are there, each subcommand one class. The layout of the
 * topics is decided in the module {@code schemas}. Runs on the main thread; changes no existing topic.
 */
@NullMarked
package io.firstlight.standalone.topics;

import org.jspecify.annotations.NullMarked;
