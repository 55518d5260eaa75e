package io.firstlight.ingest.source.poll;

import io.firstlight.ingest.source.rule.RuleFile;

import java.util.List;
import java.util.Map;

/**
 * What is asked for. Immutable.
 *
 * @param polls in the order of the file, which is {@value #RULES} and must be given
 */
public record PollConfig(List<Poll> polls) {

    /** Key of the file of {@link #polls}. */
    public static final String RULES = "FIRSTLIGHT_POLL_RULES";

    public PollConfig {
        polls = List.copyOf(polls);
    }

    /**
     * The configuration that the keys describe; other keys are ignored.
     *
     * @throws IllegalArgumentException if the file is wrong; the message names the key and the place in the file
     */
    public static PollConfig from(Map<String, String> configuration) {
        return new PollConfig(RuleFile.declarations(configuration, RULES, "polls", "url").stream()
                .map(Poll::of)
                .toList());
    }
}
