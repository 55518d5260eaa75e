package io.firstlight.webedge.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits: one address ({@code 10.0.0.1}, {@code fd00::1}) or a block in the notation of RFC 4632 and
 * RFC 4291 ({@code 10.0.0.0/8}, {@code fd00::/8}). Bits behind the prefix are ignored, as routers do.
 *
 * <p>An IPv4 address that is written as IPv6 ({@code ::ffff:10.0.0.1}) is that IPv4 address.
 */
final class AddressBlock {

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

    private final byte[] address;
    private final int prefixBits;

    private AddressBlock(byte[] address, int prefixBits) {
        this.address = address;
        this.prefixBits = prefixBits;
    }

    /** The block that a text names; empty if it names none. */
    static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> parsed = address(slash < 0 ? text : text.substring(0, slash));
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = parsed.get().getAddress();
        int bits = bytes.length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new AddressBlock(bytes, bits));
        }
        String prefix = text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > bits) {
            return Optional.empty();
        }
        return Optional.of(new AddressBlock(bytes, Integer.parseInt(prefix)));
    }

    /** The address that a text writes in numbers; empty for anything else, names of hosts included. */
    static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // Of these shapes nothing is looked up: a text with a colon is an IPv6 address or an error.
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        int whole = prefixBits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != address[i]) {
                return false;
            }
        }
        int rest = prefixBits % Byte.SIZE;
        return rest == 0 || ((bytes[whole] ^ address[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
    }
}
