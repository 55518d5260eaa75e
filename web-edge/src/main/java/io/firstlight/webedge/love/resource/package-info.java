/**
 * What all of LOVE's REST resources have in common: who may ({@link io.firstlight.webedge.love.resource.Access}), how a body is read and
 * checked field by field ({@link io.firstlight.webedge.love.resource.Submission}), how refusals look
 * ({@link io.firstlight.webedge.love.resource.Refusal}), and the plain case of one table with list, get, post, put, patch and delete
 * ({@link io.firstlight.webedge.love.resource.ResourceRoutes}).
 *
 * <p>Runs on Jetty's threads, which wait for the database. It knows no resource by name; those are in the packages beside it.
 */
package io.firstlight.webedge.love.resource;
