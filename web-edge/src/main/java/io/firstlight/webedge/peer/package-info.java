/**
 * From which address a request comes ({@link io.firstlight.webedge.peer.ClientAddresses}), and whether that address is in a list
 * ({@link io.firstlight.webedge.peer.AddressList}). Addresses are parsed and compared as numbers, never as text, and no name is ever resolved.
 *
 * <p>Immutable values, any thread. Who may do what is decided elsewhere.
 */
package io.firstlight.webedge.peer;
