/**
 * The queue of scripts: {@link io.firstlight.standalone.demo.queue.ScriptQueue} runs {@link io.firstlight.standalone.demo.queue.Script
 * scripts}, one at a time; {@link io.firstlight.standalone.demo.queue.DemoScripts} are those that there are. Scripts command the other
 * components as everybody does.
 */
@NullMarked
package io.firstlight.standalone.demo.queue;

import org.jspecify.annotations.NullMarked;
