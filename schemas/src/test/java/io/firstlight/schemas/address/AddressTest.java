package io.firstlight.schemas.address;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AddressTest {

    @ParameterizedTest
    @EnumSource
    void readsBackItsStateKeyForEveryCategory(Category category) {
        for (int salindex : new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            Address address = Address.of(category, "MT_Mount-a.b", salindex, "s-1.x_Y");
            assertThat(Address.ofStateKey(address.stateKey())).isEqualTo(address);
            assertThat(address).hasToString(category.wireName() + ":MT_Mount-a.b:" + salindex + ":s-1.x_Y");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "event",
                "event:A",
                "event:A:1",
                "event:A:1:s:t",
                "cmd:A:1:s",
                "EVENT:A:1:s",
                "event::1:s",
                "event:A::s",
                "event:A:1:",
                "event:A:x:s",
                "event:A:1.0:s",
                "event:A:+1:s",
                "event:A:01:s",
                "event:A:1:a b",
                "event:A:2147483648:s"
            })
    void refusesOtherStateKeys(String key) {
        assertThatThrownBy(() -> Address.ofStateKey(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheFieldAndTheOffendingValue() {
        assertThatThrownBy(() -> Address.of(Category.EVENT, "a b", 0, "s"))
                .hasMessageContaining("csc")
                .hasMessageContaining("'a b'");
        assertThatThrownBy(() -> Address.of(Category.EVENT, "a", 0, "s/t"))
                .hasMessageContaining("stream")
                .hasMessageContaining("'s/t'");
    }

    @ParameterizedTest
    @CsvSource({"ATDome,ATDome,0", "ATDome:0,ATDome,0", "Test:12,Test,12", "Test:-1,Test,-1"})
    void readsComponentsAsPeopleTypeThem(String text, String csc, int salindex) {
        assertThat(Component.parse(text)).isEqualTo(new Component(csc, salindex));
        assertThat(Component.parse(new Component(csc, salindex).key())).isEqualTo(new Component(csc, salindex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", ":1", "A:", "A:1:2", "A:x", "A:+1", "A:007", "A: 1", "A:٣", "é", "A:99999999999"})
    void refusesOtherComponents(String text) {
        assertThatThrownBy(() -> Component.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allowsNamesOfOneToNinetyNineLegalCharacters() {
        assertThat(Names.isLegal("a".repeat(99))).isTrue();
        assertThat(Names.isLegal("a".repeat(100))).isFalse();
        assertThat(Names.isLegal("")).isFalse();
        for (char c = 0; c < 0x300; c++) {
            boolean legal = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.".indexOf(c) >= 0;
            assertThat(Names.isLegal("x" + c)).as("character %d", (int) c).isEqualTo(legal);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TELEMETRY,telemetry,telemetry",
        "EVENT,event,event",
        "ACK,ack,ack",
        "COMMAND,command,cmd",
        "LOG,log,love_csc",
        "HEARTBEAT,heartbeat,heartbeat",
        "INITIAL_STATE,initial_state,initial_state"
    })
    void hasAWireNameAndALoveNamePerCategory(Category category, String wireName, String loveName) {
        assertThat(category.wireName()).isEqualTo(wireName);
        assertThat(category.loveName()).isEqualTo(loveName);
        assertThat(Category.ofWireName(wireName)).contains(category);
        assertThat(Category.ofLoveName(loveName)).contains(category);
        assertThat(category.topic().suffix()).isEqualTo(wireName);
    }

    @Test
    void knowsNoOtherCategories() {
        assertThat(Category.ofWireName("cmd")).isEmpty();
        assertThat(Category.ofLoveName("command")).isEmpty();
        assertThat(Category.ofLoveName("log")).isEmpty();
        assertThat(Category.ofWireName("Event")).isEmpty();
    }
}
