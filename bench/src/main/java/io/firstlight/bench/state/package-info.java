/**
 * How an edge starts when there is much state: {@link io.firstlight.bench.state.BootstrapCommand} writes values of many addresses through
 * producer and router, then starts an edge as a process of its own and watches it. One thread.
 */
package io.firstlight.bench.state;
