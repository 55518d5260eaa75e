package io.firstlight.webedge.love.view;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

class ThumbnailTest {

    @Test
    void isKnownByItsFirstBytesWhateverItIsCalled() {
        assertThat(type(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0}))
                .isEqualTo(ImageType.PNG);
        assertThat(type(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0})).isEqualTo(ImageType.JPEG);
        assertThat(type(ascii("GIF89a"))).isEqualTo(ImageType.GIF);
        assertThat(type(ascii("RIFF....WEBP"))).isEqualTo(ImageType.WEBP);
    }

    @Test
    void isNothingThatABrowserRuns() {
        assertThat(of("data:image/svg+xml;base64," + base64(ascii("<svg xmlns='http://www.w3.org/2000/svg'/>"))))
                .isInstanceOf(Thumbnail.Unusable.class);
        assertThat(of("data:image/png;base64," + base64(ascii("<html>")))).isInstanceOf(Thumbnail.Unusable.class);
        assertThat(of("data:image/png;base64,")).isInstanceOf(Thumbnail.Unusable.class);
        assertThat(of("data:image/png;base64,iVBORw0KGgo=A=")).isInstanceOf(Thumbnail.Unusable.class);
    }

    @Test
    void isNoneForNullAndForTextThatIsNoImage() {
        assertThat(Thumbnail.of(NullNode.getInstance())).isEqualTo(new Thumbnail.Cleared());
        assertThat(of("/manager/media/thumbnails/view_1.png")).isEqualTo(new Thumbnail.Cleared());
        assertThat(of("")).isEqualTo(new Thumbnail.Cleared());
    }

    @Test
    void staysWhereNothingIsSaidOfIt() {
        assertThat(Thumbnail.of(null)).isEqualTo(new Thumbnail.Kept());
    }

    @Test
    void isRefusedIfItIsNoTextOrTooLarge() {
        assertThat(Thumbnail.of(BooleanNode.TRUE)).isInstanceOf(Thumbnail.Unusable.class);
        byte[] large = new byte[Thumbnail.MOST_BYTES + 1];
        System.arraycopy(ascii("GIF89a"), 0, large, 0, 6);
        assertThat(of("data:image/gif;base64," + base64(large))).isInstanceOf(Thumbnail.Unusable.class);
        byte[] fitting = new byte[Thumbnail.MOST_BYTES];
        System.arraycopy(ascii("GIF89a"), 0, fitting, 0, 6);
        assertThat(of("data:image/gif;base64," + base64(fitting))).isInstanceOf(Thumbnail.Image.class);
    }

    private static ImageType type(byte[] image) {
        return ((Thumbnail.Image) of("data:image/png;base64," + base64(image))).type();
    }

    private static Thumbnail of(String text) {
        return Thumbnail.of(TextNode.valueOf(text));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
