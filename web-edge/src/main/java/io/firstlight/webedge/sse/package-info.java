/**
 * Server-Sent Events (WHATWG HTML, section 9.2): the addresses of a query as a stream of events, each with the position after it as its id,
 * so that a browser's EventSource, which sends the last id when it reconnects, resumes by itself.
 * {@link io.firstlight.webedge.sse.StreamServlet} takes the requests.
 *
 * <p>Every event reaches the client: nothing is merged, who is too slow is read on from the log. Writing is asynchronous, by the rules of
 * the servlet API's {@code WriteListener}; no thread waits for a client.
 */
package io.firstlight.webedge.sse;
