package io.firstlight.standalone.topics;

import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.standalone.command.CheckOption;
import io.firstlight.standalone.command.Environment;
import io.firstlight.standalone.command.KafkaAccess;
import io.firstlight.standalone.command.KafkaOption;
import io.firstlight.standalone.command.Settings;
import io.firstlight.standalone.command.TopicOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;

/** {@code firstlight topics create}. */
@Command(
        name = "create",
        description = {
            "Create the topics that lack; those that exist stay as they are.",
            "",
            "Partitions and retention of one topic: FIRSTLIGHT_PARTITIONS_TELEMETRY=12, FIRSTLIGHT_RETENTION_EVENT=P90D"
                    + " (ISO 8601 duration), and so on."
        })
final class TopicsCreateCommand implements Runnable {

    private final Environment environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOption kafka;

    @Mixin
    private TopicOptions topics;

    @Mixin
    private CheckOption check;

    TopicsCreateCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        TopicPlan plan = topics.plan(Settings.of(spec, environment));
        if (check.endsHere(spec)) {
            return;
        }
        List<String> created = KafkaAccess.talk(kafka.servers(), admin -> TopicCreation.ensure(admin, plan));
        PrintWriter out = spec.commandLine().getOut();
        if (created.isEmpty()) {
            out.println("every topic is there already");
        }
        created.forEach(name -> out.println("created " + name));
    }
}
