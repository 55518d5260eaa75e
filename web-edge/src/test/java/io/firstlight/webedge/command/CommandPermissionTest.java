package io.firstlight.webedge.command;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.right.Rights;
import io.firstlight.auth.session.Principal;
import io.firstlight.auth.session.ProcessPrincipal;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.webedge.command.CommandPermission.Verdict;
import io.firstlight.webedge.peer.AddressList;
import io.firstlight.webedge.peer.ClientAddresses;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

class CommandPermissionTest {

    private static final Address MOVE = Address.of(Category.COMMAND, "ATDome", 0, "cmd_moveAzimuth");
    private static final Address TRACK = Address.of(Category.COMMAND, "MTMount", 0, "cmd_trackTarget");

    private final AtomicReference<String> whitelist = new AtomicReference<>("");

    private CommandPermission permission(CommandConfig.PermissionMode mode) {
        return new CommandPermission(mode, new ClientAddresses(AddressList.EMPTY), whitelist::get);
    }

    /** Somebody with these rights to command. */
    private static Principal may(String... patterns) {
        return TestUser.with(Rights.of(List.of(patterns).stream()
                .map(pattern -> new Grant(Right.COMMAND, AddressPattern.parse(pattern)))
                .toList()));
    }

    private static Optional<InetAddress> at(String address) {
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    @Nested
    class ByUser {

        private final CommandPermission permission = permission(CommandConfig.PermissionMode.USER);

        @Test
        void needsTheRightOverTheCommandsAddress() {
            Principal dome = may("cmd-ATDome-all-all");

            assertThat(permission.of(dome, at("10.0.0.1"), MOVE)).isEqualTo(Verdict.ALLOWED);
            assertThat(permission.of(dome, at("10.0.0.1"), TRACK)).isEqualTo(Verdict.USER_REFUSED);
            assertThat(permission.ofAny(dome, Optional.empty())).isEqualTo(Verdict.ALLOWED);
        }

        @Test
        void takesTheRightOverEverythingForWhatMovesTheTelescopeAsAWhole() {
            assertThat(permission.ofEvery(may("cmd-ATDome-all-all"), Optional.empty()))
                    .isEqualTo(Verdict.USER_REFUSED);
            assertThat(permission.ofEvery(may("all-all-all-all"), Optional.empty()))
                    .isEqualTo(Verdict.ALLOWED);
        }

        @Test
        void allowsSuperusersEverything() {
            assertThat(permission.of(TestUser.superuser(), Optional.empty(), TRACK))
                    .isEqualTo(Verdict.ALLOWED);
        }

        @Test
        void refusesProcessesAndUsersWithoutAnyRight() {
            assertThat(permission.ofAny(new ProcessPrincipal(), Optional.empty()))
                    .isEqualTo(Verdict.USER_REFUSED);
            assertThat(permission.ofAny(may(), Optional.empty()).ack())
                    .isEqualTo("Your user is not allowed to command the observatory.");
        }
    }

    @Nested
    class ByLocation {

        private final CommandPermission permission = permission(CommandConfig.PermissionMode.LOCATION);

        @Test
        void allowsWhoeverIsAtAnAddressOfTheList() {
            whitelist.set("10.0.0.12, 192.168.0.0/16");

            assertThat(permission.of(may(), at("10.0.0.12"), MOVE)).isEqualTo(Verdict.ALLOWED);
            assertThat(permission.of(may(), at("192.168.3.4"), MOVE)).isEqualTo(Verdict.ALLOWED);
            assertThat(permission.of(TestUser.superuser(), at("10.0.0.1"), MOVE))
                    .isEqualTo(Verdict.LOCATION_REFUSED);
        }

        @Test
        void refusesWhoeverIsNowhere() {
            whitelist.set("0.0.0.0/0 ::/0");

            assertThat(permission.ofAny(TestUser.superuser(), Optional.empty()).ack())
                    .isEqualTo("Your location is not allowed to command the observatory.");
        }

        @Test
        void followsTheLocationInForce() {
            assertThat(permission.ofAny(may(), at("10.0.0.1"))).isEqualTo(Verdict.LOCATION_REFUSED);
            whitelist.set("10.0.0.1 some.host");
            assertThat(permission.ofAny(may(), at("10.0.0.1"))).isEqualTo(Verdict.ALLOWED);
            whitelist.set("10.0.0.2");
            assertThat(permission.ofAny(may(), at("10.0.0.1"))).isEqualTo(Verdict.LOCATION_REFUSED);
        }
    }
}
