package io.firstlight.standalone.command;

import io.firstlight.schemas.topic.TopicPlan;
import picocli.CommandLine.Option;

/** How the topics are named. */
@SuppressWarnings("UnusedVariable") // the value is read from the parse result, see Settings
public final class TopicPrefixOption {

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            defaultValue = TopicPlan.DEFAULT_PREFIX,
            description = "Before each topic's name (default: ${DEFAULT-VALUE}).")
    private String prefix;

    /** The layout that the settings describe. */
    public TopicPlan plan(Settings settings) {
        return settings.build(TopicPlan::from);
    }
}
