package io.firstlight.bench.micro;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.hub.Answers;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** Confirms, and says nothing else. Stateless. */
final class NoAnswers implements Answers {

    static final byte[] CONFIRMATION =
            "{\"data\": \"Successfully subscribed to event-Sample-1-stream1\"}".getBytes(StandardCharsets.US_ASCII);

    @Override
    public byte[] subscribed(Subscribed outcome) {
        return CONFIRMATION;
    }

    @Override
    public byte @Nullable [] notice(Notice notice, @Nullable String detail, int frames) {
        return null;
    }

    @Override
    public byte @Nullable [] position(String token) {
        return null;
    }

    @Override
    public byte @Nullable [] refused(ErrorCode code, String message) {
        return null;
    }
}
