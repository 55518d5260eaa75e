/**
 * Producers that number their messages, so that each is written once however often a connection breaks. {@link
 * io.firstlight.webedge.sender.SentNumbers} knows up to which number the log has whose messages: from the marks on the records that this edge reads, and
 * from those on the state that it began with. {@link io.firstlight.webedge.sender.Senders} lets a sender go on only when everything before is known.
 *
 * <p>The reader of the log writes, the threads of connections ask; nobody owns a thread here.
 */
@NullMarked
package io.firstlight.webedge.sender;

import org.jspecify.annotations.NullMarked;
