package io.firstlight.ingest.source.tail;

import io.firstlight.ingest.source.rule.RuleFile;
import io.firstlight.schemas.setting.Setting;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which files are followed. Immutable.
 *
 * @param files in the order of the file of rules, which is {@value #RULES} and must be given
 * @param state file in which to keep how far they were read; one for each process that runs; {@value #STATE}, must be given
 * @param look time from one look at the files to the next when there was nothing new; {@value #LOOK_MS}, in ms, 10 to 60000, default 250
 */
public record TailConfig(List<Tail> files, Path state, Duration look) {

    /** Key of the file of rules. */
    public static final String RULES = "FIRSTLIGHT_TAIL_RULES";
    /** Key of {@link #state}. */
    public static final String STATE = "FIRSTLIGHT_TAIL_STATE";
    /** Key of {@link #look}. */
    public static final String LOOK_MS = "FIRSTLIGHT_TAIL_LOOK_MS";

    private static final int DEFAULT_LOOK_MS = 250;

    public TailConfig {
        files = List.copyOf(files);
        Set<Path> known = new HashSet<>();
        for (Tail tail : files) {
            if (!known.add(tail.file().toAbsolutePath().normalize())) {
                throw new IllegalArgumentException(RULES + ": file=" + tail.file() + " is followed twice");
            }
        }
        Path directory = state.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory) || Files.isDirectory(state)) {
            throw new IllegalArgumentException(STATE + "=" + state + " must be a file in a directory that exists");
        }
        Setting.requireWithin(LOOK_MS, look.toMillis(), 10, 60_000);
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if a value or the file of rules is wrong; the message names the key and the place in the file
     */
    public static TailConfig from(Map<String, String> configuration) {
        List<Tail> files = RuleFile.declarations(configuration, RULES, "files", "file").stream()
                .map(Tail::of)
                .toList();
        return new TailConfig(
                files,
                Path.of(Setting.required(configuration, STATE)),
                Setting.milliseconds(configuration, LOOK_MS, DEFAULT_LOOK_MS));
    }
}
