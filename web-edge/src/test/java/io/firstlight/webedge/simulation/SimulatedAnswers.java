package io.firstlight.webedge.simulation;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.hub.Answers;
import org.jspecify.annotations.Nullable;

/** What a hub has to say of one subscription, for a client that can read it; whether it says so rightly is checked when it does. */
final class SimulatedAnswers implements Answers {

    private final FrameBook book;
    private final GroupView view;
    private final boolean plain;

    SimulatedAnswers(FrameBook book, GroupView view, boolean plain) {
        this.book = book;
        this.view = view;
        this.plain = plain;
    }

    @Override
    public byte[] subscribed(Subscribed outcome) {
        view.justified(outcome);
        return book.write(new Frame.Begun(view.group(), view.generation(), outcome), 60);
    }

    @Override
    public byte @Nullable [] notice(Notice notice, @Nullable String detail, int frames) {
        if (notice == Notice.HOLE) {
            view.justifiedHole();
        }
        return plain ? null : book.write(new Frame.Told(view.group(), view.generation(), notice, frames), 60);
    }

    @Override
    public byte @Nullable [] position(String token) {
        return plain ? null : book.write(new Frame.At(view.group(), view.generation(), token), 40 + token.length());
    }

    @Override
    public byte[] refused(ErrorCode code, String message) {
        throw new Violation("refused without a reason: " + code + " " + message);
    }
}
