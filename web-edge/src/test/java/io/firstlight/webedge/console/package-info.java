/**
 * The console page in a real browser: Debian's Chromium without a window, driven through chromedriver. {@link
 * io.firstlight.webedge.console.StandInEdge} speaks just as much of the edge as the page uses and fails on command; that the real edge
 * speaks the same is the matter of {@code WebEdgeTest}. Without a Chromium the tests abort and say how to get one.
 */
package io.firstlight.webedge.console;
