package io.firstlight.standalone.compose;

import io.firstlight.standalone.CommandRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The compose file, as far as that can be said without running it: above all, every command and variable of ours against the real command line. */
final class ComposeTest {

    private static final Map<String, String> VARIABLES = Map.of(
            "FIRSTLIGHT_POSTGRES_PASSWORD", "a password",
            "FIRSTLIGHT_PROCESS_PASSWORD", "another one",
            "FIRSTLIGHT_KEYS", "/srv/keys");

    private static ComposeFile compose;
    private static Map<String, String> imageEnvironment;

    @BeforeAll
    static void read() throws Exception {
        compose = ComposeFile.read();
        imageEnvironment = new HashMap<>();
        Matcher variables =
                Pattern.compile("(FIRSTLIGHT_[A-Z_]+)=(\\S+)").matcher(Files.readString(Repository.file("Dockerfile")));
        while (variables.find()) {
            imageEnvironment.put(variables.group(1), variables.group(2));
        }
    }

    static Stream<String> ourServices() throws Exception {
        return ComposeFile.read().services().entrySet().stream()
                .filter(service ->
                        String.valueOf(service.getValue().get("image")).startsWith("firstlight:"))
                .map(Map.Entry::getKey);
    }

    static Stream<String> allServices() throws Exception {
        return ComposeFile.read().services().keySet().stream();
    }

    private static Map<String, Object> service(String name) {
        return compose.services().getOrDefault(name, Map.of());
    }

    @ParameterizedTest
    @MethodSource("ourServices")
    void commandAndEnvironmentAreAcceptedByTheCommandLine(String name) {
        Map<String, String> environment = new HashMap<>(imageEnvironment);
        ComposeFile.environment(service(name))
                .forEach((key, value) -> environment.put(key, ComposeFile.filledIn(value, VARIABLES)));
        List<String> command = ComposeFile.list(service(name), "command");

        CommandRun run = CommandRun.with(
                environment,
                Stream.concat(command.stream(), Stream.of("--check")).toArray(String[]::new));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("every option is valid\n");
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("ourServices")
    void everyVariableOfOursIsAnOptionOfThatCommand(String name) {
        List<String> command = ComposeFile.list(service(name), "command");
        String help = CommandRun.of(
                        Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new))
                .out();

        for (String variable : ComposeFile.environment(service(name)).keySet()) {
            String option = "--"
                    + variable.substring("FIRSTLIGHT_".length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-');
            assertThat(help).as(variable).contains(option + "=");
        }
    }

    @Test
    void holdsTheServicesOfTheDesign() {
        assertThat(compose.services().keySet())
                .contains(
                        "kafka1",
                        "kafka2",
                        "kafka3",
                        "postgres",
                        "router",
                        "archive",
                        "edge1",
                        "edge2",
                        "host",
                        "nginx");
        assertThat(ComposeFile.list(service("edge1"), "command"))
                .isEqualTo(ComposeFile.list(service("edge2"), "command"))
                .containsExactly("web-edge");
    }

    @ParameterizedTest
    @MethodSource("allServices")
    void everyImageIsPinned(String name) {
        assertThat(String.valueOf(service(name).get("image"))).matches("[a-z/]+:\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @MethodSource("allServices")
    void everyServiceThatStaysHasAHealthCheck(String name) {
        Map<String, Object> check = ComposeFile.map(service(name).get("healthcheck"));
        if (name.equals("topics")) {
            assertThat(check).containsEntry("disable", true);
        } else {
            assertThat(check).containsKeys("test", "interval", "timeout", "retries");
        }
    }

    @ParameterizedTest
    @MethodSource("allServices")
    void aServiceWaitsForOthersInAWayThatTheySupport(String name) {
        ComposeFile.map(service(name).get("depends_on")).forEach((other, how) -> {
            assertThat(compose.services()).containsKey(other);
            String condition = String.valueOf(ComposeFile.map(how).get("condition"));
            boolean ends = "on-failure".equals(service(other).get("restart"));
            assertThat(condition).isEqualTo(ends ? "service_completed_successfully" : "service_healthy");
        });
    }

    @Test
    void everyDeclaredVolumeIsUsedOnceAndEveryUsedOneIsDeclared() {
        List<String> used = compose.services().values().stream()
                .flatMap(service -> ComposeFile.list(service, "volumes").stream())
                .filter(volume -> !volume.startsWith("$") && !volume.startsWith("."))
                .map(volume -> volume.split(":", -1)[0])
                .toList();

        assertThat(used).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(used)).isEqualTo(compose.volumes());
    }

    @Test
    void everyMountedFileExists() {
        compose.services().values().stream()
                .flatMap(service -> ComposeFile.list(service, "volumes").stream())
                .filter(volume -> volume.startsWith("./"))
                .forEach(volume -> assertThat(Repository.file(volume.split(":", -1)[0].substring(2)))
                        .exists());
    }

    @Test
    void publishedPortsAreUnique() {
        List<String> published = compose.services().values().stream()
                .flatMap(service -> ComposeFile.list(service, "ports").stream())
                .map(port -> ComposeFile.filledIn(port, Map.of()).split(":", -1)[0])
                .toList();

        assertThat(published).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void theProxyKnowsExactlyTheEdgesAtTheirPort() throws Exception {
        List<String> edges = compose.services().keySet().stream()
                .filter(name -> ComposeFile.list(service(name), "command").contains("web-edge"))
                .sorted()
                .toList();
        String[] groups =
                Files.readString(Repository.file("deploy/site/edges.conf")).split("(?m)^upstream ", -1);
        assertThat(groups).as("what stands before the first group, and two").hasSize(3);
        for (String group : List.of(groups).subList(1, 3)) {
            List<String> servers = new ArrayList<>();
            Matcher server = Pattern.compile("server ([a-z0-9]+):(\\d+)").matcher(group);
            while (server.find()) {
                servers.add(server.group(1));
                assertThat(server.group(2)).isEqualTo(imageEnvironment.get("FIRSTLIGHT_PORT"));
            }
            assertThat(servers).as(group).isEqualTo(edges);
        }

        String target = ComposeFile.list(service("nginx"), "ports").get(0).replaceAll(".*:", "");
        assertThat(Files.readString(Repository.file("deploy/site/listen.conf"))).contains("listen " + target + ";");
    }

    @Test
    void theLogIsKeptThreefold() {
        for (int id = 1; id <= 3; id++) {
            assertThat(ComposeFile.environment(service("kafka" + id)))
                    .containsEntry("KAFKA_NODE_ID", String.valueOf(id))
                    .containsEntry("KAFKA_DEFAULT_REPLICATION_FACTOR", "3")
                    .containsEntry("KAFKA_MIN_INSYNC_REPLICAS", "2")
                    .containsEntry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka" + id + ":9092");
        }
        for (String name : List.of("topics", "router", "archive", "edge1", "edge2")) {
            assertThat(ComposeFile.environment(service(name)))
                    .containsEntry("FIRSTLIGHT_REPLICATION", "3")
                    .containsEntry("FIRSTLIGHT_KAFKA", "kafka1:9092,kafka2:9092,kafka3:9092");
        }
    }

    @ParameterizedTest
    @MethodSource("allServices")
    void everySecretIsAskedForAndNoneIsWritten(String name) {
        ComposeFile.environment(service(name)).forEach((key, value) -> {
            if (key.contains("PASSWORD")) {
                assertThat(value).as(key).matches("\\$\\{[A-Z_]+:\\?.+}");
            }
        });
    }

    @Test
    void everyRequiredVariableIsInTheExampleOfTheEnvironmentFile() throws Exception {
        String example = Files.readString(Repository.file("deploy/env.example"));
        Matcher required =
                Pattern.compile("\\$\\{([A-Z_]+):\\?").matcher(Files.readString(Repository.file("docker-compose.yml")));

        assertThat(required.results().map(found -> found.group(1)).distinct())
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(example).contains("\n" + variable + "=\n"));
    }
}
