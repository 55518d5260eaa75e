/**
 * How a load is run from the command line: until its time is over or Ctrl-C ({@link io.firstlight.bench.run.StopFlag}), with its report
 * printed either way, and a failure told in one line ({@link io.firstlight.bench.run.LoadFailure}).
 */
package io.firstlight.bench.run;
