package io.firstlight.webedge.rest;

import io.firstlight.webedge.peer.AddressList;
import io.firstlight.webedge.peer.ClientAddresses;
import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class RequestRateTest {

    private final AtomicLong nanos = new AtomicLong(-7);
    private final RequestRate rate = new RequestRate(new ClientAddresses(AddressList.parse("")), 10, nanos::get);

    @Test
    void admitsASecondsWorthAtOnceAndThenAsTheTimeGoes() {
        assertThat(admitted("a", 25)).isEqualTo(10);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
        assertThat(admitted("a", 25)).isEqualTo(2);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(admitted("a", 25)).isEqualTo(10);
    }

    @Test
    void whatOneAddressUsesIsNotTakenFromAnother() {
        assertThat(admitted("a", 25)).isEqualTo(10);
        assertThat(admitted("b", 25)).isEqualTo(10);
    }

    @Test
    void remembersABoundedNumberOfAddresses() {
        for (int i = 0; i < 30_000; i++) {
            assertThat(rate.admits("address " + i)).isTrue();
        }
        assertThat(admitted("a", 25)).isEqualTo(10);
    }

    private long admitted(String sender, int requests) {
        return IntStream.range(0, requests).filter(i -> rate.admits(sender)).count();
    }
}
