package io.firstlight.webedge.socket;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class UserPlacesTest {

    private final AtomicLong clockMs = new AtomicLong();
    private final UserPlaces places = new UserPlaces(2, clockMs::get);

    @Test
    void areTakenInTheHandshakeAndGivenBackAtTheEnd() {
        ClientConnection one = connection();
        ClientConnection two = connection();

        assertThat(places.take("ann", one)).isTrue();
        assertThat(places.take("ann", two)).isTrue();
        assertThat(places.take("ann", connection())).isFalse();
        assertThat(places.take("bob", connection())).isTrue();

        places.free("ann", one);
        assertThat(places.take("ann", connection())).isTrue();
        assertThat(places.take("ann", connection())).isFalse();
    }

    @Test
    void fallBackWhenNoConnectionComesOfAHandshakeInTime() {
        ClientConnection open = connection();
        places.take("ann", open);
        places.opened("ann", open);
        places.take("ann", connection());

        clockMs.set(UserPlaces.HANDSHAKE_MS - 1);
        assertThat(places.take("ann", connection())).isFalse();
        clockMs.set(UserPlaces.HANDSHAKE_MS);
        assertThat(places.take("ann", connection())).isTrue();
        assertThat(places.take("ann", connection())).isFalse();
    }

    @Test
    void areGivenBackOnce() {
        ClientConnection one = connection();
        places.take("ann", one);
        places.free("ann", one);
        places.free("ann", one);
        places.free("nobody", one);

        assertThat(places.take("ann", connection())).isTrue();
        assertThat(places.take("ann", connection())).isTrue();
        assertThat(places.take("ann", connection())).isFalse();
    }

    private ClientConnection connection() {
        Connections all =
                new Connections(1024, 1, new io.micrometer.core.instrument.simple.SimpleMeterRegistry(), clockMs::get);
        return new Connection(
                all,
                (connection, outbox) -> {
                    throw new AssertionError("never opens");
                },
                Connection.Frames.TEXT,
                null);
    }
}
