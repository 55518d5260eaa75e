package io.firstlight.standalone.command;

import io.firstlight.schemas.topic.TopicPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How topics are named, and laid out when they are created. */
@SuppressWarnings("UnusedVariable") // the values are read from the parse result, see Settings
public final class TopicOptions {

    @Mixin
    private TopicPrefixOption prefix;

    @Option(
            names = "--replication",
            paramLabel = "COPIES",
            defaultValue = "1",
            description = "Copies of each partition that is created (default: ${DEFAULT-VALUE}).")
    private String replication;

    /** The layout that the settings describe. */
    public TopicPlan plan(Settings settings) {
        return prefix.plan(settings);
    }
}
