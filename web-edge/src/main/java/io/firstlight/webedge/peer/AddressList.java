package io.firstlight.webedge.peer;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of addresses and blocks of addresses, as people type it: separated by commas, spaces, semicolons or line breaks. Immutable.
 *
 * <p>LOVE searches the text of such a list for the client's address, so that {@code 10.0.0.1} passes where {@code 10.0.0.12} stands.
 */
public final class AddressList {

    /** Nobody. */
    public static final AddressList EMPTY = new AddressList(List.of(), List.of());

    private final List<AddressBlock> blocks;
    private final List<String> unreadable;

    private AddressList(List<AddressBlock> blocks, List<String> unreadable) {
        this.blocks = blocks;
        this.unreadable = unreadable;
    }

    /** Reads a list; what is no address is left out, and told by {@link #unreadable}. */
    public static AddressList parse(String text) {
        List<AddressBlock> blocks = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (String word : text.strip().split("[,;\\s]+", -1)) {
            if (!word.isEmpty()) {
                AddressBlock.parse(word).ifPresentOrElse(blocks::add, () -> unreadable.add(word));
            }
        }
        return new AddressList(List.copyOf(blocks), List.copyOf(unreadable));
    }

    /** Whether the address is on the list. */
    public boolean contains(InetAddress address) {
        for (AddressBlock block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The words that are no addresses, such as names of hosts. */
    public List<String> unreadable() {
        return unreadable;
    }
}
