/**
 * JMH benchmarks of the parts on the hot path, run by {@link io.firstlight.bench.micro.MicroCommand}. Their classes are open and public
 * because JMH extends them; they are no interface.
 *
 * <p>{@link io.firstlight.webedge.love.LoveFanOutBenchmark} belongs to them but lives in the package of what it measures, so that nothing
 * becomes public for its sake.
 */
package io.firstlight.bench.micro;
