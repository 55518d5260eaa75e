/**
 * The commander: the HTTP service that carries commands and questions on to the components. {@link io.firstlight.webedge.commander.Commander}
 * asks it, {@link io.firstlight.webedge.commander.CommanderHeartbeat} watches whether it lives.
 *
 * <p>Nothing here blocks: answers complete on threads of the HTTP client. It knows neither users nor the log. The facts of the hop are LOVE's
 * (LOVE-manager and LOVE-commander).
 */
package io.firstlight.webedge.commander;
