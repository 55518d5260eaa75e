/**
 * Settings of the observatory that LOVE's front end shows: configuration files and who has chosen which
 * ({@link io.firstlight.webedge.love.settings.ConfigFiles}), places from which commands are given
 * ({@link io.firstlight.webedge.love.settings.ControlLocations}), contacts and image tags
 * ({@link io.firstlight.webedge.love.settings.Lists}), and the names of users.
 */
package io.firstlight.webedge.love.settings;
