/**
 * How fast stored messages are found while others come: {@link io.firstlight.bench.page.MessagesCommand} writes many to the log, waits for the
 * archive, and reads pages of them over HTTP. One thread reads, another posts.
 */
package io.firstlight.bench.page;
