/**
 * fpesa's live feed: every record of the message topic to every client, as a frame with the posted body and nothing else.
 * {@link io.firstlight.webedge.feed.FeedConversation} subscribes at once; what the client says is not read.
 */
package io.firstlight.webedge.feed;
