package io.firstlight.webedge.love.view;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.Optional;

/** What a client says about a view's thumbnail. */
sealed interface Thumbnail {

    /** Largest image, in bytes. */
    int MOST_BYTES = 2 << 20;

    /** Nothing: it stays as it is. */
    record Kept() implements Thumbnail {}

    /** None: null, or a text that is no image. LOVE takes the path that it gave out itself for that, too. */
    record Cleared() implements Thumbnail {}

    /** A new one. The array is nobody else's. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Image(ImageType type, byte[] bytes) implements Thumbnail {}

    /** It cannot be used, with the reason. */
    record Unusable(String reason) implements Thumbnail {}

    /** Reads the field; null if it is not there. */
    static Thumbnail of(@Nullable JsonNode field) {
        if (field == null) {
            return new Kept();
        }
        if (field.isNull()) {
            return new Cleared();
        }
        if (!field.isTextual()) {
            return new Unusable("The submitted data was not a file. Check the encoding type on the form.");
        }
        String text = field.asText();
        int mark = text.indexOf(";base64,");
        return mark < 0 || !text.contains("data:") ? new Cleared() : image(text.substring(mark + 8));
    }

    private static Thumbnail image(String base64) {
        if (base64.length() > MOST_BYTES / 3 * 4 + 8) {
            return new Unusable("Ensure this image has no more than " + MOST_BYTES + " bytes.");
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return noImage();
        }
        if (bytes.length > MOST_BYTES) {
            return new Unusable("Ensure this image has no more than " + MOST_BYTES + " bytes.");
        }
        Optional<ImageType> type = ImageType.of(bytes);
        return type.isPresent() ? new Image(type.get(), bytes) : noImage();
    }

    private static Unusable noImage() {
        return new Unusable(
                "Upload a valid image. The file you uploaded was either not an image or a corrupted image.");
    }
}
