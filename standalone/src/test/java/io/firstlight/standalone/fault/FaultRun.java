package io.firstlight.standalone.fault;

import io.firstlight.embedded.testkit.fault.Victim;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.standalone.fault.Watch.Part;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import static org.awaitility.Awaitility.await;

/** An installation under load, on which faults are done one after the other. Owned by the test's thread. */
final class FaultRun implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FaultRun.class);
    private static final Duration SUBSCRIBED_WITHIN = Duration.ofSeconds(30);
    private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long ARCHIVE_LOOK_MS = 200;

    private final Installation installation;
    private final Load load;
    private final Clients clients;
    private final StateFollower state;
    private final Watch watch;
    private final Duration quiet;
    private final ScheduledExecutorService followers = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("followers-", 0).factory());

    /**
     * How large.
     *
     * @param quiet for how long nobody may be behind before the fault counts as overcome
     */
    record Size(int routers, int components, int recordsPerSecond, int clients, Duration quiet) {}

    private FaultRun(Installation installation, Size size) throws Exception {
        this.installation = installation;
        this.quiet = size.quiet();
        load = new Load(installation.kafkaServers(), size.components(), size.recordsPerSecond());
        clients = new Clients(size.clients(), installation.sockets(), load.streams());
        state = new StateFollower(
                KafkaReading.consumer(
                        installation.kafkaServers(),
                        List.of(installation.topics().name(Topic.STATE))),
                load.streams());
        ArchiveFollower archive = new ArchiveFollower(installation.database(), installation.topics(), load.streams());
        var unused = followers.submit(state);
        var unusedAsWell = followers.scheduleWithFixedDelay(archive::look, 0, ARCHIVE_LOOK_MS, TimeUnit.MILLISECONDS);
        watch = new Watch(Map.of(Part.CLIENTS, clients, Part.STATE, state, Part.ARCHIVE, archive));
    }

    /** Starts everything; the load runs, and every client has subscribed and sees it. */
    static FaultRun start(Path data, Path logs, Size size) throws Exception {
        Installation installation = Installation.start(data, logs, size.routers());
        boolean started = false;
        try {
            FaultRun run = new FaultRun(installation, size);
            run.begin();
            started = true;
            return run;
        } finally {
            if (!started) {
                installation.close();
            }
        }
    }

    private void begin() {
        load.run();
        clients.start();
        await("subscriptions").atMost(SUBSCRIBED_WITHIN).until(clients::areSubscribed);
        awaitQuiet();
    }

    private void awaitQuiet() {
        try {
            await("everybody keeps up")
                    .atMost(RECOVERED_WITHIN)
                    .pollInterval(LOOK)
                    .until(() -> watch.quietSeconds() >= quiet.toMillis() / 1e3);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("clients that lack something:\n" + String.join("\n", clients.lacks()), e);
        }
    }

    /**
     * Does each fault, whatever came of the one before, and writes the table as it grows.
     *
     * @throws AssertionError in the end, if anything was lost or repeated
     */
    void sufferAll(List<Fault> faults, Path table) throws Exception {
        SoftAssertions all = new SoftAssertions();
        List<Outcome> outcomes = new ArrayList<>();
        for (Fault fault : faults) {
            Outcome outcome = suffer(fault);
            outcomes.add(outcome);
            FaultTable.write(table, outcomes);
            all.assertThat(outcome.account().faults()).as("%s", outcome).isZero();
        }
        all.assertAll();
    }

    /** Does the fault, waits until it is overcome, pauses the load, and compares. */
    private Outcome suffer(Fault fault) throws Exception {
        Victim victim = fault.victim().call();
        long writtenBefore = acknowledged();
        int reconnectsBefore = clients.reconnects();
        watch.begin();
        long faultNanos = System.nanoTime();
        fault.begin(victim);
        await("absence")
                .pollDelay(fault.absence())
                .atMost(fault.absence().plusSeconds(5))
                .until(() -> true);
        fault.end(victim);
        await("back")
                .atMost(RECOVERED_WITHIN)
                .pollInterval(LOOK)
                .until(() -> victim.serves() && installation.isWhole());
        double wholeAfter = (System.nanoTime() - faultNanos) / 1e9;
        awaitQuiet();
        double clientsBehind = watch.behindUntilSeconds(Part.CLIENTS);
        double clientsWait = watch.longestWaitSeconds(Part.CLIENTS);
        double stateBehind = watch.behindUntilSeconds(Part.STATE);
        double archiveBehind = watch.behindUntilSeconds(Part.ARCHIVE);
        load.pause();
        double acknowledgement = load.streams().stream()
                        .mapToLong(stream -> stream.longestWaitNanos(faultNanos))
                        .max()
                        .orElse(0)
                / 1e9;
        Account account = account();
        Outcome outcome = new Outcome(
                fault,
                clientsBehind,
                clientsWait,
                stateBehind,
                archiveBehind,
                acknowledgement,
                wholeAfter,
                clients.reconnects() - reconnectsBefore,
                acknowledged() - writtenBefore,
                account);
        log.info("{}", outcome);
        load.run();
        return outcome;
    }

    private long acknowledged() {
        return load.streams().stream().mapToLong(NumberedStream::acknowledged).sum();
    }

    private Account account() throws Exception {
        for (Part part : Part.values()) {
            await(part + " level with the log")
                    .atMost(RECOVERED_WITHIN)
                    .pollInterval(LOOK)
                    .until(() -> watch.isLevel(part));
        }
        return new Checker(installation, load.streams()).check(clients.views());
    }

    /**
     * A test of the test, and the end of the run: takes an address out of the archive and writes its last record into the log again, past
     * every service of ours.
     *
     * @return what the checker makes of that
     */
    Account sabotage() throws Exception {
        load.pause();
        NumberedStream stream = load.streams().getLast();
        try (Connection connection = installation.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "DELETE FROM archive." + stream.address().category().wireName() + " WHERE csc = '"
                            + stream.address().component().csc() + "'");
        }
        load.repeatLast(stream);
        await("clients see the record again")
                .atMost(RECOVERED_WITHIN)
                .until(() -> clients.views().stream().anyMatch(view -> view.repeated() > 0));
        return new Checker(installation, load.streams()).check(clients.views());
    }

    Installation installation() {
        return installation;
    }

    @Override
    public void close() {
        watch.close();
        clients.close();
        state.stop();
        load.close();
        followers.shutdown();
        installation.close();
    }
}
