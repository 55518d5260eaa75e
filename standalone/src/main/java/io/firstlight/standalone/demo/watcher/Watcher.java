package io.firstlight.standalone.demo.watcher;

import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.demo.sal.Behaviour;
import io.firstlight.standalone.demo.sal.Declaration;
import io.firstlight.standalone.demo.sal.Every;
import io.firstlight.standalone.demo.sal.Field;
import io.firstlight.standalone.demo.sal.FieldType;
import io.firstlight.standalone.demo.sal.Parameters;
import io.firstlight.standalone.demo.sal.Publisher;
import io.firstlight.standalone.demo.sal.Reply;
import io.firstlight.standalone.demo.sal.SalTopic;
import io.firstlight.standalone.demo.sal.SummaryState;
import io.firstlight.webedge.time.ObservatoryTime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Watcher:0}: looks once a second at each rule, and tells an alarm when it changes: as event {@code alarm}, and, so that late joiners
 * know all of them, as event {@code stream} with the dictionary of all alarms, which LOVE's producer sends as state only. Alarms are named
 * exactly in commands; the real one also takes regular expressions. Topics are those of ts_xml's Watcher.
 *
 * <p>Owned by whoever holds the observatory's lock.
 */
public final class Watcher implements Behaviour {

    /** Who it is. */
    public static final Component COMPONENT = new Component("Watcher", 0);

    private static final double LOOK_SECONDS = 1;
    private static final double MAX_MUTE_SECONDS = 7 * 86_400.0;

    static final SalTopic ALARM = SalTopic.of(
            "alarm",
            Field.of("name", FieldType.STRING, "Its name"),
            Field.of("severity", FieldType.INT, "Now: 1 none, 2 warning, 3 serious, 4 critical"),
            Field.of("reason", FieldType.STRING, "What is wrong"),
            Field.of("maxSeverity", FieldType.INT, "The worst since it was acknowledged"),
            Field.of("acknowledged", FieldType.BOOLEAN, "Whether somebody has seen it"),
            Field.of("acknowledgedBy", FieldType.STRING, "Who"),
            Field.of("escalatedId", FieldType.STRING, "Always empty here"),
            Field.of("escalateTo", FieldType.STRING, "Always empty here"),
            Field.of("mutedSeverity", FieldType.INT, "Up to which severity it is not to be shown; 1 if it is"),
            Field.of("mutedBy", FieldType.STRING, "Who muted it"),
            time("timestampSeverityOldest", "Since when it has this severity"),
            time("timestampSeverityNewest", "When that was seen last"),
            time("timestampMaxSeverity", "When the worst severity changed"),
            time("timestampAcknowledged", "When that changed"),
            time("timestampAutoAcknowledge", "When it will be acknowledged by itself; 0 if not"),
            time("timestampAutoUnacknowledge", "When that will be taken back by itself; 0 if not"),
            time("timestampEscalate", "Always 0 here"),
            time("timestampUnmute", "Until when it is muted; 0 if it is not"));

    private static final Field NAME =
            Field.of("name", FieldType.STRING, "Name of the alarm").needed();
    private static final Field SEVERITY = Field.of("severity", FieldType.INT, "2 warning, 3 serious, 4 critical")
            .needed();

    private static final Declaration DECLARATION = new Declaration(
            COMPONENT,
            List.of(),
            List.of(ALARM),
            List.of(
                    SalTopic.of(
                            "acknowledge",
                            NAME,
                            SEVERITY,
                            Field.of("acknowledgedBy", FieldType.STRING, "Who has seen it")
                                    .needed()),
                    SalTopic.of("unacknowledge", NAME),
                    SalTopic.of(
                            "mute",
                            NAME,
                            Field.of("duration", FieldType.FLOAT, "second", "For how long")
                                    .needed(),
                            SEVERITY,
                            Field.of("mutedBy", FieldType.STRING, "Who mutes it")
                                    .needed()),
                    SalTopic.of("unmute", NAME),
                    SalTopic.of("showAlarms")));

    private final List<Rule> rules;
    private final Every looks = new Every(LOOK_SECONDS);
    private final Map<String, Alarm> alarms = new LinkedHashMap<>();

    /** Watches by those rules, whose names differ. */
    public Watcher(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        for (Rule rule : rules) {
            alarms.put(rule.name(), new Alarm(rule.name()));
        }
    }

    private static Field time(String name, String description) {
        return Field.of(name, FieldType.DOUBLE, "second", description + ", TAI unix seconds");
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public void announce(ObservatoryTime now, Publisher out) {
        alarms.values().forEach(alarm -> out.event(ALARM, alarm.fields()));
        tellAll(out);
    }

    @Override
    public void step(ObservatoryTime now, SummaryState state, Publisher out) {
        if (state != SummaryState.ENABLED || !looks.isDue(now.utc())) {
            return;
        }
        boolean any = false;
        for (Rule rule : rules) {
            Alarm alarm = alarms.get(rule.name());
            if (alarm != null && alarm.take(rule.reading().get(), now.tai())) {
                out.event(ALARM, alarm.fields());
                any = true;
            }
        }
        if (any) {
            tellAll(out);
        }
    }

    @Override
    public Reply execute(String command, Parameters parameters, ObservatoryTime now, Publisher out) {
        if (command.equals("showAlarms")) {
            alarms.values().stream()
                    .filter(alarm -> !alarm.isNominal())
                    .forEach(alarm -> out.event(ALARM, alarm.fields()));
            return Reply.DONE;
        }
        String name = parameters.text("name");
        Alarm alarm = alarms.get(name);
        if (alarm == null) {
            return Reply.rejected("there is no alarm " + name);
        }
        Reply reply = switch (command) {
            case "acknowledge" -> acknowledge(alarm, parameters, now.tai());
            case "mute" -> mute(alarm, parameters, now.tai());
            case "unacknowledge" -> {
                alarm.unacknowledge(now.tai());
                yield Reply.DONE;
            }
            case "unmute" -> {
                alarm.unmute();
                yield Reply.DONE;
            }
            default -> throw new IllegalArgumentException("undeclared command " + command);
        };
        if (reply instanceof Reply.Done) {
            out.event(ALARM, alarm.fields());
            tellAll(out);
        }
        return reply;
    }

    private static Reply acknowledge(Alarm alarm, Parameters parameters, double tai) {
        Optional<Severity> severity = Severity.ofNumber(parameters.integer("severity"));
        if (severity.isEmpty() || severity.get() == Severity.NONE) {
            return Reply.rejected("severity must be 2, 3 or 4");
        }
        if (alarm.maxSeverity().isWorseThan(severity.get())) {
            return Reply.rejected("alarm " + alarm.name() + " has been worse than severity "
                    + severity.get().number() + ": it was "
                    + alarm.maxSeverity().number());
        }
        alarm.acknowledge(parameters.text("acknowledgedBy"), severity.get(), tai);
        return Reply.DONE;
    }

    private static Reply mute(Alarm alarm, Parameters parameters, double tai) {
        Optional<Severity> severity = Severity.ofNumber(parameters.integer("severity"));
        double seconds = parameters.number("duration");
        if (severity.isEmpty() || severity.get() == Severity.NONE) {
            return Reply.rejected("severity must be 2, 3 or 4");
        }
        if (seconds <= 0 || seconds > MAX_MUTE_SECONDS) {
            return Reply.rejected("duration must be more than 0 and at most " + MAX_MUTE_SECONDS + " s");
        }
        alarm.mute(parameters.text("mutedBy"), severity.get(), seconds, tai);
        return Reply.DONE;
    }

    @Override
    public void leaveEnabled(ObservatoryTime now, Publisher out) {
        // Alarms stay as they are until it looks again.
    }

    private void tellAll(Publisher out) {
        Map<String, Object[]> all = new LinkedHashMap<>();
        alarms.values().forEach(alarm -> all.put(alarm.name(), alarm.fields()));
        out.collection("stream", "alarms", ALARM, all);
    }
}
