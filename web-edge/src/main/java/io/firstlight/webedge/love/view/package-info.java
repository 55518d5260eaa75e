/**
 * Views of LOVE's front end, what they look like in small, and workspaces of several of them. A view's data is the front end's own business.
 * Entry: {@link io.firstlight.webedge.love.view.ViewRoutes}.
 */
package io.firstlight.webedge.love.view;
