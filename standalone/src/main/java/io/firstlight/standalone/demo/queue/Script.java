package io.firstlight.standalone.demo.queue;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.standalone.demo.sal.Commands;
import io.firstlight.standalone.demo.sal.Reply;
import io.firstlight.standalone.demo.sal.SalWriter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One script in the queue, from loading to its end. Loading takes a second, configuring half of one; then it waits until it is told to run. Times
 * are TAI unix seconds. Owned by the queue.
 */
final class Script {

    private static final double LOAD_SECONDS = 1;
    private static final double CONFIGURE_SECONDS = 0.5;
    private static final double STOP_SECONDS = 0.5;
    private static final int INFO = 20;
    private static final int ERROR = 40;

    private final int index;
    private final ScriptKind kind;
    private final String config;
    private final int logLevel;
    private final Commands commands;
    private final BiConsumer<Integer, String> log;
    private ProcessState process = ProcessState.LOADING;
    private ScriptState state = ScriptState.UNKNOWN;
    private String lastCheckpoint = "";
    private List<Step> steps = List.of();
    private int position;
    private double stepBegan;
    private final double processStart;
    private double configureStart;
    private double configureEnd;
    private double runStart;
    private double processEnd;
    private double stopAt;

    /**
     * A script that begins to load.
     *
     * @param log takes level and text of its log messages
     */
    Script(
            int index,
            ScriptKind kind,
            String config,
            int logLevel,
            double tai,
            Commands commands,
            BiConsumer<Integer, String> log) {
        this.index = index;
        this.kind = kind;
        this.config = config;
        this.logLevel = logLevel == 0 ? INFO : logLevel;
        this.processStart = tai;
        this.commands = commands;
        this.log = log;
    }

    int index() {
        return index;
    }

    ScriptKind kind() {
        return kind;
    }

    String config() {
        return config;
    }

    int logLevel() {
        return logLevel;
    }

    ProcessState process() {
        return process;
    }

    ScriptState state() {
        return state;
    }

    /** Goes on to that moment; true if something about it changed. */
    boolean step(double tai) {
        return switch (process) {
            case LOADING -> load(tai);
            case RUNNING -> run(tai);
            case CONFIGURED, DONE, CONFIGURE_FAILED, TERMINATED -> false;
        };
    }

    private boolean load(double tai) {
        if (configureStart == 0) {
            if (tai < processStart + LOAD_SECONDS) {
                return false;
            }
            configureStart = tai;
            state = ScriptState.UNCONFIGURED;
            return true;
        }
        if (tai < configureStart + CONFIGURE_SECONDS) {
            return false;
        }
        configureEnd = tai;
        switch (ScriptConfig.read(config, kind.options())) {
            case ScriptConfig.Outcome.Read read -> {
                steps = kind.steps().apply(read.config());
                process = ProcessState.CONFIGURED;
                state = ScriptState.CONFIGURED;
                tell(INFO, "Configured");
            }
            case ScriptConfig.Outcome.Refused refused -> {
                tell(ERROR, "Configuration failed: " + refused.reason());
                end(ProcessState.CONFIGURE_FAILED, ScriptState.CONFIGURE_FAILED, tai);
            }
        }
        return true;
    }

    /** Begins to run; only when configured. */
    void begin(double tai) {
        process = ProcessState.RUNNING;
        state = ScriptState.RUNNING;
        runStart = tai;
        stepBegan = tai;
        // What it does may depend on the moment: what was highest when it was configured need not be so any more.
        if (ScriptConfig.read(config, kind.options()) instanceof ScriptConfig.Outcome.Read read) {
            steps = kind.steps().apply(read.config());
        }
        tell(INFO, "Running");
    }

    private boolean run(double tai) {
        if (state == ScriptState.STOPPING || state == ScriptState.FAILING) {
            if (tai < stopAt) {
                return false;
            }
            end(ProcessState.DONE, state == ScriptState.STOPPING ? ScriptState.STOPPED : ScriptState.FAILED, tai);
            return true;
        }
        boolean changed = false;
        while (position < steps.size()) {
            Step step = steps.get(position);
            switch (step) {
                case Step.Checkpoint checkpoint -> {
                    lastCheckpoint = checkpoint.name();
                    changed = true;
                    tell(INFO, checkpoint.name());
                }
                case Step.Command command -> {
                    Reply reply = commands.execute(
                            command.component(),
                            command.name(),
                            command.params().deepCopy(),
                            "Script:" + index);
                    if (reply instanceof Reply.Rejected rejected) {
                        return fail(
                                command.component().csc() + "." + command.name() + " was refused: " + rejected.reason(),
                                tai);
                    }
                }
                case Step.Until until -> {
                    if (!until.reached().getAsBoolean()) {
                        return tai > stepBegan + until.seconds()
                                ? fail("time is up, and not yet is it that " + until.what(), tai)
                                : changed;
                    }
                }
                case Step.Wait wait -> {
                    if (tai < stepBegan + wait.seconds()) {
                        return changed;
                    }
                }
            }
            position++;
            stepBegan = tai;
            // What a command asks for shows at the next step at the earliest.
            if (step instanceof Step.Command) {
                return changed;
            }
        }
        tell(INFO, "Done");
        end(ProcessState.DONE, ScriptState.DONE, tai);
        return true;
    }

    private boolean fail(String reason, double tai) {
        tell(ERROR, reason);
        state = ScriptState.FAILING;
        stopAt = tai + STOP_SECONDS;
        return true;
    }

    /** Stops it: at once if that is asked for or it does not run yet, else it ends in order a moment later. */
    void stop(boolean terminate, double tai) {
        if (process.isEnd()) {
            return;
        }
        if (terminate || process != ProcessState.RUNNING) {
            end(ProcessState.TERMINATED, state, tai);
        } else if (state == ScriptState.RUNNING) {
            state = ScriptState.STOPPING;
            stopAt = tai + STOP_SECONDS;
            tell(INFO, "Stopping");
        }
    }

    private void end(ProcessState last, ScriptState lastState, double tai) {
        process = last;
        state = lastState;
        processEnd = tai;
    }

    private void tell(int level, String message) {
        if (level >= logLevel) {
            log.accept(level, message);
        }
    }

    /** The values of the queue's event {@code script}. */
    Object[] fields() {
        return new Object[] {
            0,
            index,
            kind.standard(),
            kind.path(),
            processStart,
            configureStart,
            configureEnd,
            runStart,
            processEnd,
            process.number(),
            state.number()
        };
    }

    /** The object that LOVE's producer makes of it. */
    String json() {
        return new String(
                new JsonOutput(768)
                        .literal("{\"remote\": null, \"setup\": true, \"index\": ")
                        .number(index)
                        .literal(", \"path\": ")
                        .quoted(kind.path())
                        .literal(", \"type\": \"" + (kind.standard() ? "standard" : "external")
                                + "\", \"process_state\": \"" + process + "\", \"script_state\": \"" + state + "\"")
                        .literal(seconds("timestampConfigureEnd", configureEnd))
                        .literal(seconds("timestampConfigureStart", configureStart))
                        .literal(seconds("timestampProcessEnd", processEnd))
                        .literal(seconds("timestampProcessStart", processStart))
                        .literal(seconds("timestampRunStart", runStart))
                        .literal(seconds("expected_duration", kind.seconds()))
                        .literal(", \"last_checkpoint\": ")
                        .quoted(lastCheckpoint)
                        .literal(", \"description\": ")
                        .quoted(kind.description())
                        .literal(", \"classname\": ")
                        .quoted(kind.className())
                        .literal(", \"remotes\": ")
                        .quoted(kind.remotes())
                        .literal(
                                ", \"last_heartbeat_timestamp\": 0, \"lost_heartbeats\": 0, \"pause_checkpoints\": \"\""
                                        + ", \"stop_checkpoints\": \"\", \"log_level\": ")
                        .number(logLevel)
                        .literal("}")
                        .toByteArray(),
                StandardCharsets.UTF_8);
    }

    private static String seconds(String field, double value) {
        return ", \"" + field + "\": " + SalWriter.seconds(value);
    }
}
