/**
 * What a value belongs to: {@link io.firstlight.schemas.address.Address} = category, component, instance, stream.
 *
 * <p>Addresses are exact names. Patterns over them belong to whoever matches (subscriptions, rights), not here.
 */
package io.firstlight.schemas.address;
