package io.firstlight.webedge.hub;

import io.firstlight.schemas.code.ErrorCode;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** Answers that a test can read. */
record TestAnswers(String name) implements Answers {

    @Override
    public byte[] subscribed(Subscribed outcome) {
        return frame("ok " + name + (outcome.resume() == null ? "" : " " + outcome.resume())
                + (outcome.snapshot() < 0 ? "" : " " + outcome.snapshot()));
    }

    @Override
    public byte[] notice(Notice notice, @Nullable String detail, int frames) {
        return frame("! " + notice + (detail == null ? "" : " " + detail) + (frames == 0 ? "" : " " + frames));
    }

    @Override
    public byte[] position(String token) {
        return frame("@" + token);
    }

    @Override
    public byte[] refused(ErrorCode code, String message) {
        return frame("refused " + code);
    }

    private static byte[] frame(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
