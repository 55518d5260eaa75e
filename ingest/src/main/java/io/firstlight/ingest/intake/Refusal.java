package io.firstlight.ingest.intake;

import io.firstlight.schemas.code.ErrorCode;

/** Leaves a check from any depth; never leaves this package. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MAX_QUOTED_CHARACTERS = 40;

    private final ErrorCode code;
    private final String text;

    Refusal(ErrorCode code, String text) {
        super(text, null, false, false);
        this.code = code;
        this.text = text;
    }

    ErrorCode code() {
        return code;
    }

    String text() {
        return text;
    }

    static Refusal tooLarge(int bytes, int most) {
        return new Refusal(ErrorCode.TOO_LARGE, bytes + " bytes are more than the log takes: " + most);
    }

    /** The client's own words in our answer: short, and only to recognise. */
    static String quote(String input) {
        return input.length() <= MAX_QUOTED_CHARACTERS
                ? "'" + input + "'"
                : "'" + input.substring(0, MAX_QUOTED_CHARACTERS) + "...'";
    }
}
