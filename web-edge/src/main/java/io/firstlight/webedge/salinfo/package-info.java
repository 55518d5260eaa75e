/**
 * What the commander knows of components: their versions, topics and fields. Large, seldom changed, and asked for by every page that
 * loads, so it is kept. Entry type: {@link io.firstlight.webedge.salinfo.SalInfo}.
 */
package io.firstlight.webedge.salinfo;
