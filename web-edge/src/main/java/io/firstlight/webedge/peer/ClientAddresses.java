package io.firstlight.webedge.peer;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Optional;

/**
 * From which address a request comes: the peer's, or what a proxy says in {@code X-Real-IP}. That header is believed only of a proxy on this
 * machine or on the list of trusted ones: anybody can write it. Thread-safe.
 */
public final class ClientAddresses {

    private final AddressList trustedProxies;

    /** Believes these, and loopback. */
    public ClientAddresses(AddressList trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /** The client's address; empty if it is not known, because a proxy says something that is no address. */
    public Optional<InetAddress> of(Context context) {
        return of(context.req().getRemoteAddr(), context.header("X-Real-IP"));
    }

    /** The same as text, with the peer's own where it is not known: what attempts are counted by. */
    public String textOf(Context context) {
        return of(context).map(InetAddress::getHostAddress).orElseGet(context::ip);
    }

    Optional<InetAddress> of(String peer, @Nullable String realIp) {
        Optional<InetAddress> address = AddressBlock.address(bare(peer));
        if (realIp == null || address.filter(this::isTrusted).isEmpty()) {
            return address;
        }
        return AddressBlock.address(bare(realIp.strip()));
    }

    private boolean isTrusted(InetAddress peer) {
        return peer.isLoopbackAddress() || trustedProxies.contains(peer);
    }

    /** Without the brackets and the zone that an IPv6 address may have around it. */
    private static String bare(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        int zone = bare.indexOf('%');
        return zone < 0 ? bare : bare.substring(0, zone);
    }
}
