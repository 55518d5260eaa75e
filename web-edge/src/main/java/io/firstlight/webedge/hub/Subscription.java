package io.firstlight.webedge.hub;

import io.firstlight.webedge.history.Moment;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One target that one connection listens to. It is either live - it has seats in the hub's audiences - or on its way there by a
 * {@link CatchUp}. Made by a conversation, from then on owned by the hub's thread.
 */
public final class Subscription {

    private final Subscriber subscriber;
    private final Target target;
    private final WireShape shape;
    private final Answers answers;
    private final int minIntervalMs;
    private final int positionEveryMs;
    private final List<Audience.Seat> seats = new ArrayList<>(1);
    private @Nullable CatchUp catchUp;
    private @Nullable Pace replay;
    private @Nullable Moment until;
    private int questions;
    private boolean ended;

    /**
     * A subscription that does not stand yet.
     *
     * @param minIntervalMs least time between two frames of an address, 0 for none; telemetry only
     * @param positionEveryMs how often the client is told its position, 0 for never
     */
    public Subscription(
            Subscriber subscriber,
            Target target,
            WireShape shape,
            Answers answers,
            int minIntervalMs,
            int positionEveryMs) {
        this.subscriber = subscriber;
        this.target = target;
        this.shape = shape;
        this.answers = answers;
        this.minIntervalMs = minIntervalMs;
        this.positionEveryMs = positionEveryMs;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    Target target() {
        return target;
    }

    WireShape shape() {
        return shape;
    }

    Answers answers() {
        return answers;
    }

    int minIntervalMs() {
        return minIntervalMs;
    }

    int positionEveryMs() {
        return positionEveryMs;
    }

    List<Audience.Seat> seats() {
        return seats;
    }

    @Nullable
    CatchUp catchUp() {
        return catchUp;
    }

    void catchUp(@Nullable CatchUp begun) {
        catchUp = begun;
    }

    /** Whether it has been given everything so far; to be asked on the hub's thread. */
    public boolean isLive() {
        return !seats.isEmpty();
    }

    /** The pace of its replay; null if it is none, or no longer. */
    @Nullable
    Pace replay() {
        return replay;
    }

    void replay(@Nullable Pace pace) {
        replay = pace;
    }

    /** Notes that the past was asked for its beginning; the answer to an earlier question is of no interest any more. */
    int asked(@Nullable Moment replayUntil) {
        until = replayUntil;
        return ++questions;
    }

    boolean isAsked(int question) {
        return !ended && question == questions;
    }

    /** Where its replay ends; null if it goes over into live. */
    @Nullable
    Moment until() {
        return until;
    }

    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
        catchUp = null;
    }
}
