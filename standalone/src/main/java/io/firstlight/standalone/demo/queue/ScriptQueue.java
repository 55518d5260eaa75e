package io.firstlight.standalone.demo.queue;

import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.standalone.demo.sal.Behaviour;
import io.firstlight.standalone.demo.sal.Commands;
import io.firstlight.standalone.demo.sal.Declaration;
import io.firstlight.standalone.demo.sal.Every;
import io.firstlight.standalone.demo.sal.Field;
import io.firstlight.standalone.demo.sal.FieldType;
import io.firstlight.standalone.demo.sal.Parameters;
import io.firstlight.standalone.demo.sal.Publisher;
import io.firstlight.standalone.demo.sal.Reply;
import io.firstlight.standalone.demo.sal.SalTopic;
import io.firstlight.standalone.demo.sal.SalWriter;
import io.firstlight.standalone.demo.sal.SummaryState;
import io.firstlight.webedge.time.ObservatoryTime;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code ScriptQueue:1}: scripts that wait, are loaded and configured meanwhile, and run one after the other. When one fails the queue pauses,
 * as the real one does. Beside the events of ts_xml's ScriptQueue it sends what LOVE's producer derives of them: the three streams of {@code
 * ScriptQueueState}, the heartbeats and the log messages of scripts.
 *
 * <p>At most {@value #MAX_WAITING} scripts wait; the last {@value #MAX_FINISHED} finished ones are remembered. Numbers of scripts begin again
 * after {@value #INDICES}, so that the addresses of their log messages do not grow for ever. Owned by whoever holds the observatory's lock.
 */
public final class ScriptQueue implements Behaviour {

    /** Who it is. */
    public static final Component COMPONENT = new Component("ScriptQueue", 1);

    static final int MAX_WAITING = 50;
    static final int MAX_FINISHED = 10;
    static final int INDICES = 1_000;

    private static final Component STATE = new Component("ScriptQueueState", COMPONENT.salindex());
    private static final Component HEARTBEATS = new Component("ScriptHeartbeats", COMPONENT.salindex());
    private static final int FIRST_INDEX = 100_000;
    private static final double HEARTBEAT_SECONDS = 2;
    private static final int LIST_LENGTH = 400;

    private static final int LOCATION_FIRST = 1;
    private static final int LOCATION_LAST = 2;
    private static final int LOCATION_BEFORE = 3;
    private static final int LOCATION_AFTER = 4;

    private static final SalTopic QUEUE = SalTopic.of(
            "queue",
            Field.of("enabled", FieldType.BOOLEAN, "Whether the component is ENABLED"),
            Field.of("running", FieldType.BOOLEAN, "Whether it is not paused"),
            Field.of("currentSalIndex", FieldType.INT, "The script that runs; 0 if none"),
            Field.of("length", FieldType.INT, "How many scripts wait"),
            Field.of("salIndices", FieldType.INT, "Those that wait, next first").times(LIST_LENGTH),
            Field.of("pastLength", FieldType.INT, "How many finished ones are remembered"),
            Field.of("pastSalIndices", FieldType.INT, "The finished ones, newest first")
                    .times(LIST_LENGTH));
    private static final SalTopic SCRIPT = SalTopic.of(
            "script",
            Field.of("cmdId", FieldType.INT, "Always 0 here"),
            Field.of("scriptSalIndex", FieldType.INT, "Which script"),
            Field.of("isStandard", FieldType.BOOLEAN, "Whether it comes with the observatory"),
            Field.of("path", FieldType.STRING, "Its name"),
            time("timestampProcessStart", "When it began to load"),
            time("timestampConfigureStart", "When it began to be configured"),
            time("timestampConfigureEnd", "When it was configured"),
            time("timestampRunStart", "When it began to run"),
            time("timestampProcessEnd", "When it ended"),
            Field.of(
                    "processState",
                    FieldType.INT,
                    "1 loading, 2 configured, 3 running, 4 done, 6 configure failed, 7 terminated"),
            Field.of(
                    "scriptState",
                    FieldType.INT,
                    "0 unknown, 1 unconfigured, 2 configured, 3 running, 6 stopping, 7 failing, 8 done, 9 stopped,"
                            + " 10 failed, 11 configure failed"));
    private static final SalTopic AVAILABLE = SalTopic.of(
            "availableScripts",
            Field.of("standard", FieldType.STRING, "Standard scripts, with colons between"),
            Field.of("external", FieldType.STRING, "External scripts, with colons between"));
    private static final SalTopic SCHEMA = SalTopic.of(
            "configSchema",
            Field.of("isStandard", FieldType.BOOLEAN, "Whether it is a standard script"),
            Field.of("path", FieldType.STRING, "Which script"),
            Field.of("configSchema", FieldType.STRING, "JSON Schema in YAML"));
    private static final SalTopic SCRIPT_LOG = SalTopic.of(
            "logMessage",
            Field.of("name", FieldType.STRING, "Name of the logger"),
            Field.of("level", FieldType.INT, "10 debug, 20 info, 30 warning, 40 error"),
            Field.of("message", FieldType.STRING, "The message"),
            Field.of("traceback", FieldType.STRING, "Always empty here"),
            Field.of("timestamp", FieldType.DOUBLE, "second", "When it was logged, TAI unix seconds"));

    private static final Field INDEX =
            Field.of("scriptSalIndex", FieldType.INT, "Which script").needed();
    private static final Field LOCATION =
            Field.of("location", FieldType.INT, "1 first, 2 last, 3 before, 4 after; last if 0");
    private static final Field LOCATION_INDEX =
            Field.of("locationSalIndex", FieldType.INT, "Before or after which script");
    private static final Field STANDARD = Field.of("isStandard", FieldType.BOOLEAN, "Whether it is a standard script")
            .needed();
    private static final Field PATH =
            Field.of("path", FieldType.STRING, "Which script").needed();

    private static final Declaration DECLARATION = new Declaration(
            COMPONENT,
            List.of(),
            List.of(QUEUE, SCRIPT, AVAILABLE, SCHEMA),
            List.of(
                    SalTopic.of("showAvailableScripts"),
                    SalTopic.of("showSchema", STANDARD, PATH),
                    SalTopic.of("showQueue"),
                    SalTopic.of("showScript", INDEX),
                    SalTopic.of("pause"),
                    SalTopic.of("resume"),
                    SalTopic.of(
                            "add",
                            STANDARD,
                            PATH,
                            Field.of("config", FieldType.STRING, "Configuration, YAML"),
                            Field.of("descr", FieldType.STRING, "Why it is run"),
                            LOCATION,
                            LOCATION_INDEX,
                            Field.of("logLevel", FieldType.INT, "Lowest level of its messages; 20 if 0"),
                            Field.of("pauseCheckpoint", FieldType.STRING, "Must be empty: the demo cannot"),
                            Field.of("stopCheckpoint", FieldType.STRING, "Must be empty: the demo cannot"),
                            Field.of("block", FieldType.STRING, "Taken and not used"),
                            Field.of("blockSize", FieldType.INT, "Taken and not used"),
                            Field.of("startBlock", FieldType.BOOLEAN, "Taken and not used")),
                    SalTopic.of("move", INDEX, LOCATION, LOCATION_INDEX),
                    SalTopic.of("requeue", INDEX, LOCATION, LOCATION_INDEX),
                    SalTopic.of(
                            "stopScripts",
                            Field.of("length", FieldType.INT, "How many of the list are meant")
                                    .needed(),
                            Field.of("salIndices", FieldType.INT, "Which scripts")
                                    .times(LIST_LENGTH)
                                    .needed(),
                            Field.of("terminate", FieldType.BOOLEAN, "At once, not in order"))));

    private final List<ScriptKind> kinds;
    private final Commands commands;
    private final List<Script> waiting = new ArrayList<>();
    private final Every heartbeats = new Every(HEARTBEAT_SECONDS);
    private final Deque<Script> finished = new ArrayDeque<>();
    private @Nullable Script current;
    private boolean enabled = true;
    private boolean running = true;
    private int added;
    /** Those of the step that is under way: scripts log into it. */
    private @Nullable ScriptLog log;

    private record ScriptLog(Publisher out, ObservatoryTime now) {}

    /** An empty queue that runs. */
    public ScriptQueue(DemoScripts scripts, Commands commands) {
        this.kinds = scripts.all();
        this.commands = commands;
    }

    private static Field time(String name, String description) {
        return Field.of(name, FieldType.DOUBLE, "second", description + ", TAI unix seconds; 0 before");
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public void announce(ObservatoryTime now, Publisher out) {
        tellAvailable(out);
        tellQueue(out);
    }

    @Override
    public void step(ObservatoryTime now, SummaryState state, Publisher out) {
        log = new ScriptLog(out, now);
        boolean queueChanged = enabled != (state == SummaryState.ENABLED);
        enabled = state == SummaryState.ENABLED;
        // First, so that each state lasts for a step at least and is told.
        queueChanged |= beginNext(now, out);
        boolean scriptChanged = false;
        for (Script script : active().toList()) {
            if (script.step(now.tai())) {
                out.event(SCRIPT, script.fields());
                scriptChanged = true;
            }
        }
        queueChanged |= retire();
        if (queueChanged) {
            tellQueue(out);
        } else if (scriptChanged) {
            tellScripts(out);
        }
        if (heartbeats.isDue(now.utc())) {
            active().forEach(script -> heartbeat(script, now, out));
        }
    }

    private Stream<Script> active() {
        return Stream.concat(Stream.ofNullable(current), waiting.stream());
    }

    /** Puts what has ended among the finished; true if there was any. */
    private boolean retire() {
        boolean any = false;
        Script present = current;
        if (present != null && present.process().isEnd()) {
            if (present.state() == ScriptState.FAILED) {
                running = false;
            }
            current = null;
            finish(present);
            any = true;
        }
        for (Script script : List.copyOf(waiting)) {
            if (script.process().isEnd()) {
                waiting.remove(script);
                finish(script);
                any = true;
            }
        }
        return any;
    }

    private void finish(Script script) {
        finished.addFirst(script);
        if (finished.size() > MAX_FINISHED) {
            finished.removeLast();
        }
    }

    private boolean beginNext(ObservatoryTime now, Publisher out) {
        if (!enabled || !running || current != null || waiting.isEmpty()) {
            return false;
        }
        Script next = waiting.getFirst();
        if (next.process() != ProcessState.CONFIGURED) {
            return false;
        }
        waiting.removeFirst();
        current = next;
        next.begin(now.tai());
        out.event(SCRIPT, next.fields());
        return true;
    }

    @Override
    public Reply execute(String command, Parameters parameters, ObservatoryTime now, Publisher out) {
        log = new ScriptLog(out, now);
        return switch (command) {
            case "showAvailableScripts" -> {
                tellAvailable(out);
                yield Reply.DONE;
            }
            case "showSchema" -> showSchema(parameters, out);
            case "showQueue" -> {
                tellQueue(out);
                yield Reply.DONE;
            }
            case "showScript" -> {
                Optional<Script> script = find(parameters.integer("scriptSalIndex"));
                script.ifPresent(each -> out.event(SCRIPT, each.fields()));
                yield script.isPresent() ? Reply.DONE : unknown(parameters.integer("scriptSalIndex"));
            }
            case "pause", "resume" -> {
                running = command.equals("resume");
                tellQueue(out);
                yield Reply.DONE;
            }
            case "add" -> add(parameters, now, out);
            case "requeue" -> requeue(parameters, now, out);
            case "move" -> move(parameters, out);
            case "stopScripts" -> stop(parameters, now, out);
            default -> throw new IllegalArgumentException("undeclared command " + command);
        };
    }

    private Reply showSchema(Parameters parameters, Publisher out) {
        Optional<ScriptKind> kind = kind(parameters.flag("isStandard"), parameters.text("path"));
        if (kind.isEmpty()) {
            return Reply.rejected("there is no such script: " + parameters.text("path"));
        }
        out.event(SCHEMA, kind.get().standard(), kind.get().path(), kind.get().schema());
        return Reply.DONE;
    }

    private Reply add(Parameters parameters, ObservatoryTime now, Publisher out) {
        Optional<ScriptKind> kind = kind(parameters.flag("isStandard"), parameters.text("path"));
        if (kind.isEmpty()) {
            return Reply.rejected("there is no such script: " + parameters.text("path"));
        }
        if (!parameters.text("pauseCheckpoint").isEmpty()
                || !parameters.text("stopCheckpoint").isEmpty()) {
            return Reply.rejected("the demo's scripts cannot be paused or stopped at checkpoints");
        }
        return insert(kind.get(), parameters.text("config"), parameters.integer("logLevel"), parameters, now, out);
    }

    private Reply requeue(Parameters parameters, ObservatoryTime now, Publisher out) {
        Optional<Script> script = find(parameters.integer("scriptSalIndex"));
        if (script.isEmpty()) {
            return unknown(parameters.integer("scriptSalIndex"));
        }
        return insert(script.get().kind(), script.get().config(), script.get().logLevel(), parameters, now, out);
    }

    private Reply insert(
            ScriptKind kind, String config, int logLevel, Parameters parameters, ObservatoryTime now, Publisher out) {
        if (waiting.size() >= MAX_WAITING) {
            return Reply.rejected("the queue is full: " + MAX_WAITING + " scripts wait");
        }
        int place = place(parameters, waiting);
        if (place < 0) {
            return noPlace(parameters);
        }
        int index = FIRST_INDEX + added % INDICES;
        added++;
        Script script = new Script(
                index, kind, config, logLevel, now.tai(), commands, (level, text) -> tellLog(index, level, text));
        waiting.add(place, script);
        out.event(SCRIPT, script.fields());
        tellQueue(out);
        return Reply.DONE;
    }

    private Reply move(Parameters parameters, Publisher out) {
        int index = parameters.integer("scriptSalIndex");
        Script script = waiting.stream()
                .filter(each -> each.index() == index)
                .findFirst()
                .orElse(null);
        if (script == null) {
            return Reply.rejected("script " + index + " does not wait");
        }
        List<Script> others = new ArrayList<>(waiting);
        others.remove(script);
        int place = place(parameters, others);
        if (place < 0) {
            return noPlace(parameters);
        }
        others.add(place, script);
        waiting.clear();
        waiting.addAll(others);
        tellQueue(out);
        return Reply.DONE;
    }

    private Reply stop(Parameters parameters, ObservatoryTime now, Publisher out) {
        List<Integer> indices = parameters.integers("salIndices");
        int length = parameters.integer("length");
        if (length < 1 || length > indices.size()) {
            return Reply.rejected("length is " + length + ", but salIndices has " + indices.size() + " elements");
        }
        for (int index : indices.subList(0, length)) {
            if (active().noneMatch(script -> script.index() == index)) {
                return Reply.rejected("script " + index + " neither runs nor waits");
            }
        }
        for (int index : indices.subList(0, length)) {
            active().filter(script -> script.index() == index).forEach(script -> {
                script.stop(parameters.flag("terminate"), now.tai());
                out.event(SCRIPT, script.fields());
            });
        }
        retire();
        tellQueue(out);
        return Reply.DONE;
    }

    /** Where to put a script among those; negative if that is nowhere. */
    private static int place(Parameters parameters, List<Script> scripts) {
        int location = parameters.integer("location");
        return switch (location) {
            case LOCATION_FIRST -> 0;
            case 0, LOCATION_LAST -> scripts.size();
            case LOCATION_BEFORE, LOCATION_AFTER -> {
                int at = -1;
                for (int i = 0; i < scripts.size(); i++) {
                    at = scripts.get(i).index() == parameters.integer("locationSalIndex") ? i : at;
                }
                yield at < 0 || location == LOCATION_BEFORE ? at : at + 1;
            }
            default -> -1;
        };
    }

    private static Reply noPlace(Parameters parameters) {
        return Reply.rejected("there is no place in the queue at location " + parameters.integer("location")
                + ", locationSalIndex " + parameters.integer("locationSalIndex"));
    }

    private static Reply unknown(int index) {
        return Reply.rejected("there is no script " + index);
    }

    private Optional<Script> find(int index) {
        return Stream.concat(active(), finished.stream())
                .filter(script -> script.index() == index)
                .findFirst();
    }

    private Optional<ScriptKind> kind(boolean standard, String path) {
        return kinds.stream()
                .filter(each -> each.standard() == standard && each.path().equals(path))
                .findFirst();
    }

    @Override
    public void leaveEnabled(ObservatoryTime now, Publisher out) {
        enabled = false;
        tellQueue(out);
    }

    private void tellAvailable(Publisher out) {
        out.event(AVAILABLE, paths(true), paths(false));
        out.derived(
                STATE,
                "availableScriptsStream",
                kinds.stream()
                        .map(kind -> text(new JsonOutput(256)
                                .literal("{\"type\": \"" + (kind.standard() ? "standard" : "external")
                                        + "\", \"path\": ")
                                .quoted(kind.path())
                                .literal(", \"configSchema\": ")
                                .quoted(kind.schema())
                                .literal("}")))
                        .collect(Collectors.joining(", ", "{\"available_scripts\": [", "]}")));
    }

    private String paths(boolean standard) {
        return kinds.stream()
                .filter(kind -> kind.standard() == standard)
                .map(ScriptKind::path)
                .collect(Collectors.joining(":"));
    }

    private void tellQueue(Publisher out) {
        Script present = current;
        out.event(
                QUEUE,
                enabled,
                running,
                present == null ? 0 : present.index(),
                waiting.size(),
                indices(waiting.stream()),
                finished.size(),
                indices(finished.stream()));
        out.derived(STATE, "stateStream", "{\"enabled\": " + enabled + ", \"running\": " + running + "}");
        tellScripts(out);
    }

    private void tellScripts(Publisher out) {
        out.derived(
                STATE,
                "scriptsStream",
                "{\"current_scripts\": " + objects(Stream.ofNullable(current)) + ", \"waiting_scripts\": "
                        + objects(waiting.stream()) + ", \"finished_scripts\": " + objects(finished.stream()) + "}");
    }

    private static long[] indices(Stream<Script> scripts) {
        long[] indices = new long[LIST_LENGTH];
        int next = 0;
        for (Script script : scripts.toList()) {
            indices[next++] = script.index();
        }
        return indices;
    }

    private static String objects(Stream<Script> scripts) {
        return scripts.map(Script::json).collect(Collectors.joining(", ", "[", "]"));
    }

    private static void heartbeat(Script script, ObservatoryTime now, Publisher out) {
        out.derived(
                HEARTBEATS,
                "stream",
                "{\"script_heartbeat\": {\"salindex\": " + script.index()
                        + ", \"lost\": 0, \"last_heartbeat_timestamp\": " + SalWriter.seconds(now.utc()) + "}}");
    }

    private void tellLog(int index, int level, String message) {
        ScriptLog present = log;
        if (present != null) {
            present.out()
                    .eventOf(
                            new Component("Script", index),
                            SCRIPT_LOG,
                            "Script",
                            level,
                            message,
                            "",
                            present.now().tai());
        }
    }

    private static String text(JsonOutput output) {
        return new String(output.toByteArray(), StandardCharsets.UTF_8);
    }
}
