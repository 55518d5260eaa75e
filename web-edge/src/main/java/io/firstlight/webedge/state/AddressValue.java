package io.firstlight.webedge.state;

import io.firstlight.schemas.address.Address;

/** An address and its value. */
public record AddressValue(Address address, LatestValue value) {}
