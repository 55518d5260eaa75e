package io.firstlight.webedge.command;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Principal;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.webedge.peer.AddressList;
import io.firstlight.webedge.peer.ClientAddresses;
import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Who may command: users by their right over the command's address, or everybody at the addresses of the control location in force, as
 * LOVE has it. Thread-safe.
 */
public final class CommandPermission {

    private static final Logger log = LoggerFactory.getLogger(CommandPermission.class);

    private static final AddressPattern EVERY_COMMAND = new AddressPattern(Category.COMMAND, null, null, null);

    private final CommandConfig.PermissionMode mode;
    private final ClientAddresses addresses;
    private final Supplier<String> whitelist;
    private volatile Parsed parsed = new Parsed("", AddressList.EMPTY);

    /**
     * A permission.
     *
     * @param addresses tells from where a request comes
     * @param whitelist the addresses of the control location in force, as {@link AddressList#parse} reads them; asked at each check when
     *     location decides
     */
    public CommandPermission(CommandConfig.PermissionMode mode, ClientAddresses addresses, Supplier<String> whitelist) {
        this.mode = mode;
        this.addresses = addresses;
        this.whitelist = whitelist;
    }

    /** What a check came to, in LOVE's words. */
    public enum Verdict {
        /** He may. */
        ALLOWED(""),
        /** The user may not. */
        USER_REFUSED("Your user is not allowed to command the observatory."),
        /** Nobody may from there. */
        LOCATION_REFUSED("Your location is not allowed to command the observatory.");

        private final String ack;

        Verdict(String ack) {
            this.ack = ack;
        }

        /** The text of the refusal; empty if there is none. */
        public String ack() {
            return ack;
        }
    }

    /** Before and after: the last list, so that it is not parsed for each command. */
    private record Parsed(String text, AddressList list) {}

    /** LOVE's {@code permissions.execute_commands} for the user of a request: whether there is any command that he may give from there. */
    public boolean executeCommands(Principal principal, Context context) {
        return ofAny(principal, addresses.of(context)) == Verdict.ALLOWED;
    }

    /** Whether he may give any command at all. */
    public Verdict ofAny(Principal principal, Optional<InetAddress> client) {
        return decide(principal::mayCommand, client);
    }

    /** Whether he may give every command. */
    public Verdict ofEvery(Principal principal, Optional<InetAddress> client) {
        return decide(() -> principal.may(Right.COMMAND, EVERY_COMMAND), client);
    }

    /** Whether he may give that command. */
    public Verdict of(Principal principal, Optional<InetAddress> client, Address command) {
        return decide(() -> principal.may(Right.COMMAND, command), client);
    }

    private Verdict decide(BooleanSupplier right, Optional<InetAddress> client) {
        return switch (mode) {
            case USER -> right.getAsBoolean() ? Verdict.ALLOWED : Verdict.USER_REFUSED;
            case LOCATION -> client.filter(list()::contains).isPresent() ? Verdict.ALLOWED : Verdict.LOCATION_REFUSED;
        };
    }

    private AddressList list() {
        String text = whitelist.get();
        Parsed last = parsed;
        if (last.text().equals(text)) {
            return last.list();
        }
        AddressList list = AddressList.parse(text);
        if (!list.unreadable().isEmpty()) {
            log.warn("the list of the control location holds what is no address: {}", list.unreadable());
        }
        parsed = new Parsed(text, list);
        return list;
    }
}
