package io.firstlight.auth.session;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.schemas.address.Address;

/** A producer that showed the process password: it may write every address, and nothing else. */
public record ProcessPrincipal() implements Principal {

    @Override
    public String name() {
        return "process";
    }

    @Override
    public boolean may(Right right, Address address) {
        return right == Right.WRITE;
    }

    @Override
    public boolean may(Right right, AddressPattern addresses) {
        return right == Right.WRITE;
    }

    @Override
    public boolean maySomewhere(Right right) {
        return right == Right.WRITE;
    }
}
