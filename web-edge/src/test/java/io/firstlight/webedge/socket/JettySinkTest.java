package io.firstlight.webedge.socket;

import io.firstlight.schemas.code.CloseCode;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class JettySinkTest {

    /** A session whose transport takes the close frame when the test says so. */
    private static final class SlowSession extends CoreSession.Empty {
        private final List<Integer> codes = new ArrayList<>();
        private final CountDownLatch aborted = new CountDownLatch(1);
        private Callback pending = Callback.NOOP;

        @Override
        public void close(int code, @Nullable String reason, Callback callback) {
            codes.add(code);
            pending = callback;
        }

        @Override
        public void abort() {
            aborted.countDown();
        }
    }

    private final SlowSession session = new SlowSession();
    private final JettySink sink = new JettySink(session, OpCode.TEXT);

    @Test
    void isClosedWhenTheTransportHasTheCloseFrame() {
        CompletableFuture<@Nullable Void> closed = sink.end(CloseCode.LOGGED_OUT);
        assertThat(closed).isNotDone();

        session.pending.succeeded();

        assertThat(closed).isCompleted();
    }

    @Test
    void cutsOffAClientThatTakesNothing() throws InterruptedException {
        CompletableFuture<@Nullable Void> closed = sink.end(CloseCode.LOGGED_OUT);

        assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
        assertThat(session.aborted.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void doesNotCutOffAClientThatMayComeBackButDoesNotWaitForItEither() throws InterruptedException {
        assertThat(sink.end(CloseCode.GOING_AWAY)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(session.aborted.await(0, TimeUnit.SECONDS)).isFalse();

        // Its user logs out before it has read that.
        assertThat(sink.end(CloseCode.LOGGED_OUT)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(session.aborted.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void isClosedWhenTheConnectionIsGoneAlready() {
        CompletableFuture<@Nullable Void> closed = sink.end(CloseCode.LOGGED_OUT);

        session.pending.failed(new ClosedChannelException());

        assertThat(closed).isCompleted();
    }

    @Test
    void closesOnceWithTheFirstCodeAndTellsAllWhoAskWhenItHas() {
        sink.close(CloseCode.SLOW_CONSUMER);
        CompletableFuture<@Nullable Void> closed = sink.end(CloseCode.LOGGED_OUT);
        assertThat(closed).isNotDone();

        session.pending.succeeded();

        assertThat(closed).isCompleted();
        assertThat(session.codes).containsExactly(CloseCode.SLOW_CONSUMER.number());
    }
}
