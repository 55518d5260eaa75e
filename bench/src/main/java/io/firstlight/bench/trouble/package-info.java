/**
 * Clients that nobody wishes for, to stand beside those whose service is measured: {@link io.firstlight.bench.trouble.DeadClient} reads nothing
 * and answers nothing, {@link io.firstlight.bench.trouble.SlowReader} reads a few bytes a second, {@link
 * io.firstlight.bench.trouble.HostileClient} sends what no client should. {@link io.firstlight.bench.trouble.Troublemakers} are all three.
 *
 * <p>Each reader and the hostile one has a thread of its own; they count and never judge. For servers of one's own only.
 */
package io.firstlight.bench.trouble;
