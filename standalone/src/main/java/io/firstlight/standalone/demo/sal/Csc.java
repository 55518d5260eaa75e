package io.firstlight.standalone.demo.sal;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Component;
import io.firstlight.webedge.time.ObservatoryTime;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One component: its behaviour inside the state machine of SAL, with the events that every component has and the heartbeats that LOVE's
 * producer makes of it. ENABLED at the beginning. While OFFLINE it is silent, as if its process had ended: its heartbeats are lost.
 *
 * <p>A CSC is a "commandable SAL component". Owned by whoever holds the observatory's lock.
 */
public final class Csc {

    /** How LOVE's producer names the source of the heartbeats of all components. */
    private static final Component HEARTBEAT = new Component("Heartbeat", 0);

    private static final double HEARTBEAT_SECONDS = 2;
    private static final int MAX_LOST_HEARTBEATS = 5;
    private static final int DEBUG = 10;
    private static final int INFO = 20;
    private static final int ERROR = 40;

    private final Declaration declaration;
    private final Behaviour behaviour;
    private final SalWriter writer;
    private final Consumer<Message> outbox;
    private final String version;
    private final long origin;
    private final Every heartbeats = new Every(HEARTBEAT_SECONDS);
    private SummaryState state = SummaryState.ENABLED;
    private int logLevel = INFO;
    private int lost;
    private double lastHeartbeatUtc = -1;
    private int errorCode;
    private String errorReport = "";

    /**
     * A component.
     *
     * @param outbox takes its messages
     * @param version what its {@code softwareVersions} say
     * @param origin number of the process
     */
    public Csc(Behaviour behaviour, Consumer<Message> outbox, String version, long origin) {
        this.declaration = behaviour.declaration().withGenerics();
        this.behaviour = behaviour;
        this.writer = new SalWriter(declaration.component(), origin);
        this.outbox = outbox;
        this.version = version;
        this.origin = origin;
    }

    /** What it sends and understands, with what every component does. */
    public Declaration declaration() {
        return declaration;
    }

    /** Its state. */
    public SummaryState state() {
        return state;
    }

    /** Sends the present value of every event. */
    public void announce(ObservatoryTime now) {
        Publisher out = publisher(now);
        out.event(Generics.SOFTWARE_VERSIONS, "", "demo", "", version, "");
        out.event(Generics.SIMULATION_MODE, 1);
        out.event(Generics.LOG_LEVEL, logLevel, "");
        out.event(Generics.ERROR_CODE, errorCode, errorReport, "");
        behaviour.announce(now, out);
        out.event(Generics.SUMMARY_STATE, state.number());
    }

    /** Sends OFFLINE without being it: the process ends. */
    public void sayGoodbye(ObservatoryTime now) {
        publisher(now).event(Generics.SUMMARY_STATE, SummaryState.OFFLINE.number());
    }

    /** Goes on to that moment. */
    public void step(ObservatoryTime now) {
        if (state != SummaryState.OFFLINE) {
            behaviour.step(now, state, publisher(now));
        }
        if (heartbeats.isDue(now.utc())) {
            heartbeat(now);
        }
    }

    private void heartbeat(ObservatoryTime now) {
        if (state == SummaryState.OFFLINE) {
            lost++;
        } else {
            lost = 0;
            lastHeartbeatUtc = now.utc();
        }
        outbox.accept(SalWriter.derived(
                HEARTBEAT,
                "stream",
                "{\"csc\": \"" + declaration.component().csc() + "\", \"salindex\": "
                        + declaration.component().salindex() + ", \"lost\": " + lost
                        + ", \"last_heartbeat_timestamp\": " + SalWriter.seconds(lastHeartbeatUtc)
                        + ", \"max_lost_heartbeats\": "
                        + MAX_LOST_HEARTBEATS + "}"));
    }

    /**
     * Carries out a command, or says why not; a command that is refused changes nothing.
     *
     * @param command its name without {@code cmd_}
     * @param params an object
     * @param identity who asks
     */
    public Reply execute(String command, JsonNode params, String identity, ObservatoryTime now) {
        Optional<SalTopic> topic = declaration.command(command);
        if (topic.isEmpty()) {
            return Reply.rejected(declaration.component().csc() + " has no command cmd_" + command);
        }
        return switch (Parameters.check(topic.get(), params)) {
            case Parameters.Check.Unfit unfit -> Reply.rejected(unfit.reason());
            case Parameters.Check.Fit fit -> execute(command, fit.parameters(), identity, now);
        };
    }

    private Reply execute(String command, Parameters parameters, String identity, ObservatoryTime now) {
        Publisher out = publisher(now);
        if (SummaryState.isTransition(command)) {
            Optional<SummaryState> next = state.after(command);
            if (next.isEmpty()) {
                return notAllowed(command);
            }
            out.log(INFO, command + " by " + identity);
            errorCode = 0;
            errorReport = "";
            enter(next.get(), now, out);
            return Reply.DONE;
        }
        if (command.equals("setLogLevel")) {
            if (state == SummaryState.OFFLINE) {
                return notAllowed(command);
            }
            logLevel = parameters.integer("level");
            out.event(Generics.LOG_LEVEL, logLevel, "");
            return Reply.DONE;
        }
        if (state != SummaryState.ENABLED) {
            return notAllowed(command);
        }
        Reply reply = behaviour.execute(command, parameters, now, out);
        if (reply instanceof Reply.Done) {
            out.log(behaviour.isFrequent(command) ? DEBUG : INFO, command + " by " + identity);
        }
        return reply;
    }

    private Reply notAllowed(String command) {
        return Reply.rejected(
                command + " is not allowed: " + declaration.component().key() + " is " + state.words()
                        + (SummaryState.isTransition(command) ? "" : ", not enabled"));
    }

    private void enter(SummaryState next, ObservatoryTime now, Publisher out) {
        boolean leaves = state == SummaryState.ENABLED;
        state = next;
        if (leaves) {
            behaviour.leaveEnabled(now, out);
        }
        out.event(Generics.SUMMARY_STATE, state.number());
    }

    private Publisher publisher(ObservatoryTime now) {
        return new Publisher() {
            @Override
            public void telemetry(SalTopic topic, Object... values) {
                outbox.accept(writer.telemetry(topic, now, values));
            }

            @Override
            public void event(SalTopic topic, Object... values) {
                outbox.accept(writer.event(topic, now, values));
            }

            @Override
            public void eventOf(Component component, SalTopic topic, Object... values) {
                outbox.accept(writer.eventOf(component, topic, now, values));
            }

            @Override
            public void derived(Component component, String stream, String json) {
                outbox.accept(SalWriter.derived(component, stream, json));
            }

            @Override
            public void collection(String stream, String field, SalTopic topic, Map<String, Object[]> samples) {
                outbox.accept(writer.collection(stream, field, topic, now, samples));
            }

            @Override
            public void log(int level, String message) {
                if (level >= logLevel) {
                    event(
                            Generics.LOG_MESSAGE,
                            declaration.component().csc(),
                            level,
                            message,
                            "",
                            "",
                            "",
                            0,
                            origin,
                            now.tai());
                }
            }

            @Override
            public void fault(int code, String report) {
                errorCode = code;
                errorReport = report;
                log(ERROR, report);
                event(Generics.ERROR_CODE, code, report, "");
                enter(SummaryState.FAULT, now, this);
            }
        };
    }
}
