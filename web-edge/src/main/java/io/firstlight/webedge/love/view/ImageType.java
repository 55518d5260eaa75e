package io.firstlight.webedge.love.view;

import java.util.Arrays;
import java.util.Optional;

/**
 * Images that a browser shows and that hold nothing to run; SVG is none of them. They are known by their first bytes, whatever a client calls
 * them.
 */
enum ImageType {
    PNG("png", "image/png"),
    JPEG("jpg", "image/jpeg"),
    GIF("gif", "image/gif"),
    WEBP("webp", "image/webp");

    private static final byte[] PNG_MARK = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG_MARK = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] GIF_MARK = {'G', 'I', 'F', '8'};
    private static final byte[] RIFF_MARK = {'R', 'I', 'F', 'F'};
    private static final byte[] WEBP_MARK = {'W', 'E', 'B', 'P'};

    private final String extension;
    private final String contentType;

    ImageType(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    /** The end of a file's name. */
    String extension() {
        return extension;
    }

    /** The media type. */
    String contentType() {
        return contentType;
    }

    static Optional<ImageType> ofExtension(String extension) {
        return Arrays.stream(values())
                .filter(type -> type.extension.equals(extension))
                .findFirst();
    }

    static Optional<ImageType> of(byte[] image) {
        if (has(image, 0, PNG_MARK)) {
            return Optional.of(PNG);
        }
        if (has(image, 0, JPEG_MARK)) {
            return Optional.of(JPEG);
        }
        if (has(image, 0, GIF_MARK)) {
            return Optional.of(GIF);
        }
        return has(image, 0, RIFF_MARK) && has(image, 8, WEBP_MARK) ? Optional.of(WEBP) : Optional.empty();
    }

    private static boolean has(byte[] image, int at, byte[] mark) {
        return image.length >= at + mark.length && Arrays.equals(image, at, at + mark.length, mark, 0, mark.length);
    }
}
