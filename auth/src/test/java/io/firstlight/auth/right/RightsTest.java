package io.firstlight.auth.right;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class RightsTest {

    private static final Address DOME = Address.of(Category.COMMAND, "ATDome", 1, "move");
    private static final Address MOUNT = Address.of(Category.COMMAND, "MTMount", 1, "move");

    private final Rights rights = Rights.of(List.of(
            new Grant(Right.COMMAND, AddressPattern.parse("command-ATDome-all-all")),
            new Grant(Right.READ, AddressPattern.EVERYTHING)));

    @Test
    void allowWhatAGrantOfThatRightMatches() {
        assertThat(rights.allow(Right.COMMAND, DOME)).isTrue();
        assertThat(rights.allow(Right.READ, MOUNT)).isTrue();
    }

    @Test
    void doNotAllowAnotherAddressOrAnotherRight() {
        assertThat(rights.allow(Right.COMMAND, MOUNT)).isFalse();
        assertThat(rights.allow(Right.WRITE, DOME)).isFalse();
    }

    @Test
    void allowAGroupOnlyWhenOneGrantCoversAllOfIt() {
        assertThat(rights.allow(Right.COMMAND, AddressPattern.parse("command-ATDome-1-all")))
                .isTrue();
        assertThat(rights.allow(Right.COMMAND, AddressPattern.parse("command-all-all-all")))
                .isFalse();
    }

    @Test
    void knowWhetherARightHoldsAnywhere() {
        assertThat(rights.allowSomewhere(Right.COMMAND)).isTrue();
        assertThat(rights.allowSomewhere(Right.ADMINISTER)).isFalse();
        assertThat(Rights.NONE.allowSomewhere(Right.READ)).isFalse();
    }

    @Test
    void readTheirNamesBack() {
        for (Right right : Right.values()) {
            assertThat(Right.ofWireName(right.wireName())).contains(right);
        }
        assertThat(Right.ofWireName("READ")).isEmpty();
    }
}
