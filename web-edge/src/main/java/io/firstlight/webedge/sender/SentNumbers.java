package io.firstlight.webedge.sender;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.firstlight.ingest.intake.Numbering;
import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.SenderMark;
import io.firstlight.schemas.topic.Topic;

import java.time.Duration;

/**
 * Up to which number the log has the messages of each sender about each component: they are written in the order of their numbers, so one number
 * says all. Thread-safe.
 *
 * <p>Bounded: what was told longest ago is forgotten beyond {@value #MOST} senders and components, and an hour after its last message. A message that
 * comes again after that would be written again.
 */
public final class SentNumbers {

    private static final int MOST = 200_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final Cache<Place, Reached> reached =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();
    private final Cache<SenderMark, Boolean> failed =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    /** @param component the key of its records */
    private record Place(String sender, Topic topic, String component) {}

    private record Reached(long number, Acknowledgement at) {}

    /**
     * The log has that record.
     *
     * @param component the record's key
     * @param at where it is
     */
    public void saw(SenderMark mark, Topic topic, String component, Acknowledgement at) {
        failed.invalidate(mark);
        reached.asMap()
                .merge(
                        new Place(mark.sender(), topic, component),
                        new Reached(mark.number(), at),
                        (before, now) -> now.number > before.number ? now : before);
    }

    /** The log did not acknowledge that message, so it may lack it although it has later ones. */
    void failed(SenderMark mark) {
        failed.put(mark, true);
    }

    Numbering.Finding find(SenderMark mark, Topic topic, Component component) {
        Reached last = reached.getIfPresent(new Place(mark.sender(), topic, component.key()));
        if (last == null || last.number < mark.number()) {
            return new Numbering.Finding.Absent();
        }
        return last.number > mark.number() && failed.getIfPresent(mark) != null
                ? new Numbering.Finding.Overtaken()
                : new Numbering.Finding.Present(last.at);
    }
}
