package io.firstlight.standalone.sal;

import io.firstlight.embedded.testkit.TestKafka;
import io.firstlight.embedded.testkit.sal.SalComponents;
import io.firstlight.embedded.testkit.sal.SalTopicKind;
import io.firstlight.embedded.testkit.sal.SalVector;
import io.firstlight.ingest.component.Feed;
import io.firstlight.ingest.component.Interest;
import io.firstlight.ingest.component.Sample;
import io.firstlight.ingest.sal.SalConfig;
import io.firstlight.ingest.sal.SalFeed;
import io.firstlight.schemas.json.NonFiniteNumbers;
import io.firstlight.schemas.json.Span;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** SAL's topics with a schema registry that is none of ours, end to end. The build unpacks it before the integration tests. */
class SalRegistryIT {

    private static final String KAFKA = TestKafka.shared().bootstrapServers();
    private static final String SUBNAME = "apicurio";
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final Map<String, String> heard = new ConcurrentHashMap<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);

    private final Feed.Listener listener = new Feed.Listener() {
        @Override
        public void sample(Sample sample) {
            byte[] json = sample.fields().toJson();
            heard.put(
                    sample.component().csc(),
                    new String(NonFiniteNumbers.toLove(json, new Span(0, json.length)), StandardCharsets.UTF_8));
        }

        @Override
        public void caughtUp() {
            caughtUp.countDown();
        }

        @Override
        public void tick() {}
    };

    @Test
    void readsRecordsWhoseSchemasARealRegistryKeeps() {
        List<SalVector> vectors = SalVector.all();
        Path program = Path.of(System.getProperty("registry.directory"));
        try (ApicurioRegistry registry = ApicurioRegistry.start(program, directory.resolve("registry.log"))) {
            await().atMost(SOON).pollInterval(Duration.ofMillis(200)).until(registry::serves);
            try (SalComponents components = new SalComponents(KAFKA, registry.url(), SUBNAME)) {
                components.create(vectors.stream().map(SalVector::kind).toArray(SalTopicKind[]::new));
                SalConfig config = SalConfig.from(Map.of(
                        SalConfig.SUBNAME, SUBNAME,
                        SalConfig.BROKERS, KAFKA,
                        SalConfig.REGISTRY_URL, registry.url().toString()));
                InstantSource clock = () -> Instant.ofEpochMilli(SalVector.RECEIVED_EPOCH_MS);
                SimpleMeterRegistry meters = new SimpleMeterRegistry();
                try (SalFeed feed = new SalFeed(config, meters, clock)) {
                    feed.start(List.of(Interest.inEverything()), listener);
                    await().atMost(SOON).until(() -> caughtUp.getCount() == 0);
                    SalVector first = vectors.getFirst();
                    for (SalVector vector : vectors) {
                        int id = components.register(vector.kind().topic(SUBNAME) + "-value", vector.schema());
                        byte[] value = SalComponents.framed(id, vector.record());
                        if (vector.name().equals(first.name())) {
                            byte[] unknown = value.clone();
                            unknown[1] = 0x55;
                            components.writeRaw(vector.kind(), 0, unknown);
                        }
                        components.writeRaw(vector.kind(), 0, value);
                    }
                    await().atMost(SOON).until(() -> heard.size() == vectors.size());
                }
                assertThat(heard)
                        .isEqualTo(vectors.stream()
                                .collect(
                                        Collectors.toMap(vector -> vector.kind().component(), SalVector::love)));
                assertThat(meters.get("firstlight.sal.skipped")
                                .tag("reason", "unknown_schema")
                                .counter()
                                .count())
                        .isEqualTo(1);
            }
        }
    }
}
