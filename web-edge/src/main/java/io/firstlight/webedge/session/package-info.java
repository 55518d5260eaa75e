/**
 * Sessions end when they must, on every edge: when their token expires or is revoked, when their user is made inactive or may see less.
 *
 * <p>Two ways, one fast, one sure. {@link io.firstlight.webedge.session.RevocationLog} tells the other edges of each revocation through a
 * topic and hears from them when they have closed its connections, so that a logout is answered after that.
 * {@link io.firstlight.webedge.session.SessionWatch} asks the database twice a second about all tokens that have connections, and finds
 * what was changed by whomever. Each owns its threads; what decides ({@link io.firstlight.webedge.session.EdgeRoll}) has none.
 *
 * <p>Sessions also begin here: every login route goes through {@link io.firstlight.webedge.session.Logins}, which ends those that are too many.
 *
 * <p>Whether a token holds is decided in module {@code auth}; how a connection ends is known to {@code socket}.
 */
package io.firstlight.webedge.session;
