package io.firstlight.webedge.feed;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.hub.Answers;
import org.jspecify.annotations.Nullable;

/** The feed says nothing but messages: fpesa's clients take every frame for one. */
final class Silence implements Answers {

    @Override
    public byte @Nullable [] subscribed(Subscribed outcome) {
        return null;
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
