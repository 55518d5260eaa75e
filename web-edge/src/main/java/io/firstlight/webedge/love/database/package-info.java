/**
 * The way to schema {@code love} of PostgreSQL: {@link io.firstlight.webedge.love.database.LoveSchema} makes its tables,
 * {@link io.firstlight.webedge.love.database.LoveDatabase} runs queries on the caller's thread. Queries live beside what they are about.
 */
package io.firstlight.webedge.love.database;
