package io.firstlight.webedge.peer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;

import static org.assertj.core.api.Assertions.assertThat;

class AddressListTest {

    private static InetAddress address(String text) {
        return AddressBlock.address(text).orElseThrow();
    }

    @ParameterizedTest(name = "{0} contains {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.12                     | 10.0.0.12              | true
            10.0.0.12                     | 10.0.0.1               | false
            110.0.0.1                     | 10.0.0.1               | false
            10.0.0.0/8                    | 10.255.255.255         | true
            10.0.0.0/8                    | 11.0.0.0               | false
            10.1.2.3/8                    | 10.200.0.1             | true
            192.168.4.0/22                | 192.168.7.255          | true
            192.168.4.0/22                | 192.168.8.0            | false
            10.0.0.8/31                   | 10.0.0.9               | true
            10.0.0.8/31                   | 10.0.0.10              | false
            10.0.0.8/32                   | 10.0.0.8               | true
            10.0.0.8/32                   | 10.0.0.9               | false
            0.0.0.0/0                     | 203.0.113.9            | true
            0.0.0.0/0                     | 2001:db8::1            | false
            ::/0                          | 2001:db8::1            | true
            ::/0                          | 203.0.113.9            | false
            2001:db8::/33                 | 2001:db8:7fff::1       | true
            2001:db8::/33                 | 2001:db8:8000::1       | false
            2001:DB8::0001                | 2001:db8:0:0:0:0:0:1   | true
            fe80::1                       | fe80::10               | false
            ::ffff:10.0.0.1               | 10.0.0.1               | true
            10.0.0.1                      | ::ffff:10.0.0.1        | true
            10.0.0.1, 10.0.0.2;10.0.0.3   | 10.0.0.3               | true
            10.0.0.1 10.0.0.2             | 10.0.0.2               | true
            """)
    void comparesAddressesAsNumbers(String list, String address, boolean contained) {
        assertThat(AddressList.parse(list).contains(address(address))).isEqualTo(contained);
    }

    @Test
    void takesLinesAndSpacesAroundThem() {
        AddressList list = AddressList.parse("\n 10.0.0.1\r\n\t10.0.0.2 ,\n");

        assertThat(list.unreadable()).isEmpty();
        assertThat(list.contains(address("10.0.0.2"))).isTrue();
    }

    @Test
    void containsNobodyIfItIsEmpty() {
        assertThat(AddressList.parse(" ").contains(address("127.0.0.1"))).isFalse();
        assertThat(AddressList.EMPTY.contains(address("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost",
        "summit",
        "abc",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.01",
        "1",
        "10.0.0.1/33",
        "10.0.0.1/",
        "10.0.0.1/-1",
        "10.0.0.1/8/8",
        "/8",
        "::1/129",
        "1::2::3",
        ":",
        "10.0.0.*",
        "10.0.0.1-10.0.0.9",
        "fe80::1%eth0",
        "cafe"
    })
    void leavesOutAndTellsWhatIsNoAddress(String word) {
        AddressList list = AddressList.parse("10.9.9.9 " + word);

        assertThat(list.unreadable()).containsExactly(word);
        assertThat(list.contains(address("10.9.9.9"))).isTrue();
    }
}
