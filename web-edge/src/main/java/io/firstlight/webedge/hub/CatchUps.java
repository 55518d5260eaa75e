package io.firstlight.webedge.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Whose turn it is among those that catch up: each gets a slice, round and round, so that one that reads fast or much holds up no other, and
 * all together no more than a bounded piece of work per turn of the hub. Owned by the hub's thread.
 */
final class CatchUps {

    /** Frames of one catch-up in a row: enough for a large write. */
    private static final int SLICE_FRAMES = 256;

    /** Frames of all in one turn: about two milliseconds of work, which is what live records may be delayed. */
    private static final int TURN_FRAMES = 2048;

    private final Deque<CatchUp> ready = new ArrayDeque<>();
    private final List<CatchUp> awaitingRecord = new ArrayList<>();
    private final Timers timers;
    private final Ground ground;
    private final BiConsumer<CatchUp, CatchUp.Progress> outcome;
    private final Consumer<Subscriber> toFlush;

    /**
     * None yet.
     *
     * @param outcome told what a slice came to, when it is more than waiting
     * @param toFlush told of a subscriber into whose outbox a slice may have put something
     */
    CatchUps(
            Timers timers, Ground ground, BiConsumer<CatchUp, CatchUp.Progress> outcome, Consumer<Subscriber> toFlush) {
        this.timers = timers;
        this.ground = ground;
        this.outcome = outcome;
        this.toFlush = toFlush;
    }

    /** Gives each that can go on its slice, until the turn is over. */
    void run() {
        for (int frames = 0; frames < TURN_FRAMES && !ready.isEmpty(); frames += SLICE_FRAMES) {
            CatchUp next = ready.removeFirst();
            next.queued(false);
            slice(next);
        }
    }

    /** Begins one with its first slice at once: most have all they need in memory and are done with it. */
    void begin(CatchUp catchUp) {
        catchUp.subscription().catchUp(catchUp);
        slice(catchUp);
    }

    private void slice(CatchUp catchUp) {
        if (!isCurrent(catchUp)) {
            return;
        }
        catchUp.awaitsRoom(false);
        CatchUp.Progress progress = catchUp.work(SLICE_FRAMES, ground.nowMs());
        toFlush.accept(catchUp.subscription().subscriber());
        switch (progress) {
            case CatchUp.Progress.More more -> ready(catchUp);
            case CatchUp.Progress.NoRoom noRoom -> catchUp.awaitsRoom(true);
            case CatchUp.Progress.NoRecord noRecord -> awaitingRecord.add(catchUp);
            case CatchUp.Progress.NotYet notYet -> timers.at(notYet.dueMs(), () -> ready(catchUp));
            case CatchUp.Progress.NoPage noPage -> {}
            case CatchUp.Progress.Paused paused -> {}
            case CatchUp.Progress.Live live -> outcome.accept(catchUp, live);
            case CatchUp.Progress.Ended ended -> outcome.accept(catchUp, ended);
            case CatchUp.Progress.Lost lost -> outcome.accept(catchUp, lost);
            case CatchUp.Progress.Resolved resolved -> {
                outcome.accept(catchUp, resolved);
                ready(catchUp);
            }
        }
    }

    /** It could go on. */
    void ready(CatchUp catchUp) {
        if (isCurrent(catchUp) && !catchUp.isQueued()) {
            catchUp.queued(true);
            ready.add(catchUp);
        }
    }

    /** The hub has dispatched something. */
    void dispatched() {
        if (!awaitingRecord.isEmpty()) {
            awaitingRecord.forEach(this::ready);
            awaitingRecord.clear();
        }
    }

    /** Whether there is work that could be done at once. */
    boolean isBusy() {
        return !ready.isEmpty();
    }

    /** One that was replaced or whose subscription has ended is simply left lying. */
    @SuppressWarnings("ReferenceEquality") // this very one, not one like it
    private static boolean isCurrent(CatchUp catchUp) {
        return catchUp.subscription().catchUp() == catchUp;
    }
}
