package io.firstlight.standalone.topics;

import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaAccess;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.TopicPrefixOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;

/** {@code firstlight topics list}. */
@Command(name = "list", description = "List our topics with their partitions, copies, policy and number of records.")
final class TopicsListCommand implements Runnable {

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicPrefixOption topics;

    TopicsListCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        TopicPlan plan = topics.plan(Settings.of(spec, environment));
        List<TopicRow> rows = KafkaAccess.talk(kafka.servers(), admin -> TopicRow.read(admin, plan));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-32s %10s %6s  %-16s %12s%n", "topic", "partitions", "copies", "kept", "offsets");
        for (TopicRow row : rows) {
            if (row.partitions() == 0) {
                out.printf("%-32s %10s%n", row.name(), "absent");
            } else {
                out.printf(
                        "%-32s %10d %6d  %-16s %12d%n",
                        row.name(), row.partitions(), row.copies(), row.kept(), row.offsets());
            }
        }
    }
}
