/**
 * Configurations of scripts: YAML that is checked against the script's schema, a JSON schema of draft 7 in YAML
 * ({@link io.firstlight.webedge.love.script.ConfigCheck}), and the ones that were saved
 * ({@link io.firstlight.webedge.love.script.ScriptRoutes}).
 *
 * <p>Both texts come from clients and are read as such: bounded in length, nesting, aliases, nodes and steps; no tag makes an object; no
 * reference leaves the schema.
 */
package io.firstlight.webedge.love.script;
