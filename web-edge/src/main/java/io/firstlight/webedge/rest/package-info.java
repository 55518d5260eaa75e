/**
 * The HTTP side of an edge, one type per resource. Every failure leaves in one of two shapes: LOVE's and fpesa's paths answer as those
 * systems did, all others with {@link io.firstlight.schemas.code.ErrorBody}.
 *
 * <p>Handlers run on Jetty's threads and may block on the database, or on the log's past; the hub is asked on its own thread.
 */
package io.firstlight.webedge.rest;
