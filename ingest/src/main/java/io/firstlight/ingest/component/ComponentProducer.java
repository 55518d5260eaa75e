package io.firstlight.ingest.component;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.InitialStateRequest;

import java.util.List;
import java.util.Set;

/**
 * Makes messages of one component's samples. It has no thread and no lock: {@link ProducerSet} calls it on the feed's thread, one call at a
 * time. Samples that it did not ask for it leaves alone.
 */
public interface ComponentProducer {

    /** Whose producer it is. */
    Component component();

    /** Which samples it wants. */
    List<Interest> interests();

    /** The components whose questions it answers, for {@link ProducerClient#register}. */
    Set<String> answersFor();

    /** A sample. */
    void sample(Sample sample);

    /** What was there at the start has been told. Called once. */
    void caughtUp();

    /** The time has come on. */
    void tick();

    /** Somebody wants to know; not called before {@link #caughtUp}. It answers if it is meant and has something to say. */
    void asked(InitialStateRequest request);
}
