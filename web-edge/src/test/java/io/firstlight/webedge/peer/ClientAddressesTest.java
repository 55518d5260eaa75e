package io.firstlight.webedge.peer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientAddressesTest {

    private final ClientAddresses addresses = new ClientAddresses(AddressList.parse("10.0.0.0/24"));

    @ParameterizedTest(name = "peer {0}, X-Real-IP {1}: {2}")
    @CsvSource({
        "203.0.113.5, , 203.0.113.5",
        "203.0.113.5, 10.1.1.1, 203.0.113.5",
        "127.0.0.1, 10.1.1.1, 10.1.1.1",
        "127.0.0.1, , 127.0.0.1",
        "[::1], 2001:db8::7, 2001:db8:0:0:0:0:0:7",
        "0:0:0:0:0:0:0:1, [2001:db8::7], 2001:db8:0:0:0:0:0:7",
        "10.0.0.9, ' 10.1.1.1 ', 10.1.1.1",
        "10.0.1.9, 10.1.1.1, 10.0.1.9",
        "fe80::1%eth0, , fe80:0:0:0:0:0:0:1"
    })
    void believesTheHeaderOfTrustedProxiesOnly(String peer, String realIp, String expected) {
        assertThat(addresses.of(peer, realIp))
                .hasValueSatisfying(
                        address -> assertThat(address.getHostAddress()).isEqualTo(expected));
    }

    @Test
    void doesNotKnowTheClientIfATrustedProxySaysWhatIsNoAddress() {
        assertThat(addresses.of("127.0.0.1", "summit.example.org")).isEmpty();
        assertThat(addresses.of("127.0.0.1", "")).isEmpty();
        assertThat(addresses.of("127.0.0.1", "10.0.0.1, 10.0.0.2")).isEmpty();
    }
}
