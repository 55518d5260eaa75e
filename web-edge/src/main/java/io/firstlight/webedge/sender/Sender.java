package io.firstlight.webedge.sender;

import io.firstlight.ingest.intake.Numbering;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.topic.Topic;

import java.util.concurrent.CompletableFuture;

/** One connection that writes numbered messages. Thread-safe. */
public final class Sender {

    private final String name;
    private final SentNumbers numbers;
    private final Runnable whenFenced;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    /** Guarded by this. */
    private int underWay;
    /** Guarded by this. */
    private boolean fenced;

    Sender(String name, SentNumbers numbers, Runnable whenFenced) {
        this.name = name;
        this.numbers = numbers;
        this.whenFenced = whenFenced;
    }

    String name() {
        return name;
    }

    void readyAfter(CompletableFuture<Void> known) {
        var unused = known.whenComplete((done, failure) -> {
            if (failure == null) {
                ready.complete(null);
            } else {
                ready.completeExceptionally(failure);
            }
        });
    }

    /** Completes when messages may be written; fails if it cannot be found out what the log has. */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /** A message is about to be written; false if none may be any more. Each true is followed by one {@link #ended}. */
    public synchronized boolean begins() {
        if (fenced) {
            return false;
        }
        underWay++;
        return true;
    }

    /** What became of a message. */
    public void ended(SenderMark mark, boolean acknowledged) {
        if (!acknowledged) {
            numbers.failed(mark);
        }
        boolean last;
        synchronized (this) {
            last = --underWay == 0 && fenced;
        }
        if (last) {
            idle.complete(null);
        }
    }

    /** The numbering of one message. */
    public Numbering numbering(SenderMark mark) {
        return new Numbering() {
            @Override
            public SenderMark mark() {
                return mark;
            }

            @Override
            public Finding find(Topic topic, Component component) {
                return numbers.find(mark, topic, component);
            }
        };
    }

    /** Nothing may be written any more; completes when nothing is under way. */
    CompletableFuture<Void> fence() {
        boolean done;
        boolean first;
        synchronized (this) {
            first = !fenced;
            fenced = true;
            done = underWay == 0;
        }
        if (first) {
            whenFenced.run();
        }
        if (done) {
            idle.complete(null);
        }
        return idle;
    }
}
