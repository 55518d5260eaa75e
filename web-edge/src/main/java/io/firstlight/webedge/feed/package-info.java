/**
 * fpesa's live feed: every record of the message topic to every client, as a frame with the posted body and nothing else, unless the client
 * asks for more ({@link io.firstlight.webedge.feed.FeedRequest}). {@link io.firstlight.webedge.feed.FeedConversation} subscribes at once; what
 * the client says is not read. A feed that would lack messages ends with a close code.
 */
package io.firstlight.webedge.feed;
