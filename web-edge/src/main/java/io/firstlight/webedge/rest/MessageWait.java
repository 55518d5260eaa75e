package io.firstlight.webedge.rest;

import io.firstlight.archive.page.MessagePages;
import io.firstlight.archive.page.MessagePages.Lookup;
import io.firstlight.archive.page.MessagePlace;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the archive to store a message that Kafka has: whoever posts and asks for it at once is to get it, and the archive is some tens of
 * milliseconds behind. Asks it again with growing pauses for two seconds, for so many requests at once that they cannot take its connections
 * from others. Holds no thread meanwhile; thread-safe.
 */
final class MessageWait {

    private static final int[] PAUSES_MS = {25, 50, 100, 200, 400, 600, 600};
    private static final int MOST = 64;

    private final Semaphore places = new Semaphore(MOST);
    private final Executor virtual =
            task -> Thread.ofVirtual().name("message-wait").start(task);
    private final MessagePages pages;

    MessageWait(MessagePages pages) {
        this.pages = pages;
    }

    /** What is known of the message as soon as it is stored, or after two seconds; at once that it is not, if too many wait. */
    CompletableFuture<Lookup> awaitStored(MessagePlace place) {
        return places.tryAcquire()
                ? again(place, 0).whenComplete((found, failure) -> places.release())
                : CompletableFuture.completedFuture(new Lookup.NotYet());
    }

    private CompletableFuture<Lookup> again(MessagePlace place, int turn) {
        Executor later = CompletableFuture.delayedExecutor(PAUSES_MS[turn], TimeUnit.MILLISECONDS, virtual);
        return CompletableFuture.supplyAsync(() -> pages.at(place), later)
                .thenCompose(found -> found instanceof Lookup.NotYet && turn + 1 < PAUSES_MS.length
                        ? again(place, turn + 1)
                        : CompletableFuture.completedFuture(found));
    }
}
