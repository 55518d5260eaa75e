package io.firstlight.bench.socket;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FramesTest {

    private final List<String> read = new ArrayList<>();

    @Test
    void writesTheMaskedFrameOfTheRfc() {
        // RFC 6455, section 5.7: "Hello" as a masked text message.
        ByteBuffer out = ByteBuffer.allocate(Frames.maskedBytes(5));

        Frames.putMasked(out, Frames.TEXT, "Hello".getBytes(StandardCharsets.US_ASCII), 0x37fa213d);

        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        assertThat(bytes).isEqualTo(bytes(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58));
    }

    @Test
    void readsFramesOfEveryLengthAndStopsBeforeOneThatIsNotWhole() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(0x81, 2));
        out.writeBytes("ab".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes(0x82, 126, 1, 0));
        out.writeBytes("x".repeat(256).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes(0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0));
        out.writeBytes("y".repeat(65536).getBytes(StandardCharsets.US_ASCII));
        int whole = out.size();
        out.writeBytes(bytes(0x81, 3, 'c'));
        byte[] stream = out.toByteArray();

        int end = Frames.read(stream, 0, stream.length, this::take);

        assertThat(end).isEqualTo(whole);
        assertThat(read).containsExactly("1:ab", "2:" + "x".repeat(256), "1:" + "y".repeat(65536));
    }

    @Test
    void readsNothingOfAHeaderThatIsNotWhole() {
        for (byte[] part : List.of(bytes(0x81), bytes(0x81, 126, 1), bytes(0x81, 127, 0, 0, 0))) {
            assertThat(Frames.read(part, 0, part.length, this::take)).isZero();
        }
        assertThat(read).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        byte[] part = bytes(0x01, 1, 'a');
        byte[] compressed = bytes(0xc1, 1, 'a');

        assertThatThrownBy(() -> Frames.read(part, 0, part.length, this::take)).isInstanceOf(SocketFailure.class);
        assertThatThrownBy(() -> Frames.read(compressed, 0, compressed.length, this::take))
                .isInstanceOf(SocketFailure.class);
    }

    @Test
    void computesTheAnswerToAHandshakeAsTheRfcDoes() {
        // RFC 6455, section 1.3.
        assertThat(Handshake.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    private void take(int opCode, byte[] bytes, int from, int to) {
        read.add(opCode + ":" + new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
