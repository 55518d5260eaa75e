package io.firstlight.webedge.mapper;

import io.firstlight.schemas.exchange.RequestHeaders;
import io.firstlight.schemas.exchange.RequestValue;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.rules.JsonRules;
import io.firstlight.schemas.topic.Topic;
import io.firstlight.schemas.topic.TopicCreation;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.webedge.mapper.MapperMeters.End;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The REST mapper of one edge, put together. Without endpoints it does nothing and starts nothing. Thread-safe.
 *
 * <p>Each start has a random id. Unless configured, the partition of replies is chosen by it: edges need not know each other, a replaced one
 * leaves nothing to tidy, and two that meet in a partition only read more than they need, since every answer says whose it is.
 */
public final class MapperService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MapperService.class);

    private static final Duration STANDING_WITHIN = Duration.ofSeconds(60);
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(1);

    private final MapperConfig config;
    private final TopicPlan plan;
    private final String kafka;
    private final InstantSource clock;
    private final String edgeId = UUID.randomUUID().toString();
    private final ScheduledThreadPoolExecutor deadlines;
    private final Exchanges exchanges;
    private volatile @Nullable Running running;

    /** What there is between start and close. */
    private record Running(KafkaRequestLog requests, ReplyReader replies, TopicPartition repliesTo) {}

    /** What came of looking at a request. */
    public sealed interface Outcome {
        /** The request is on its way. */
        record Sent(Exchange exchange) implements Outcome {}

        /** It is not sent; the client gets that. */
        record Refused(MapperAnswer answer) implements Outcome {}
    }

    /** A service that is not started yet. */
    public MapperService(
            MapperConfig config, TopicPlan plan, String kafka, MeterRegistry registry, InstantSource clock) {
        this.config = config;
        this.plan = plan;
        this.kafka = kafka;
        this.clock = clock;
        this.deadlines = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().daemon().name("firstlight-mapper-deadlines").factory());
        deadlines.setRemoveOnCancelPolicy(true);
        Executor answering = task -> {
            Thread unused = Thread.ofVirtual().name("mapper-answer").start(task);
        };
        this.exchanges = new Exchanges(edgeId, config.endpoints(), this::after, answering, registry);
    }

    private Runnable after(long delayMs, Runnable task) {
        Future<?> alarm = deadlines.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        return () -> alarm.cancel(false);
    }

    /** What is served. */
    public List<Endpoint> endpoints() {
        return config.endpoints();
    }

    /** Whether an endpoint is at that path, whatever its method. */
    public boolean serves(String path) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return config.endpoints().stream().anyMatch(endpoint -> endpoint.path().equals(plain));
    }

    /**
     * Makes the topics that lack, and returns when requests can be taken.
     *
     * @throws IllegalArgumentException if the configured partition of replies does not exist
     * @throws KafkaException if the cluster refuses or does not answer
     * @throws IllegalStateException if the replies cannot be read in time
     */
    public void start() throws InterruptedException {
        if (config.endpoints().isEmpty()) {
            return;
        }
        Map<String, Uuid> topicIds = new HashMap<>();
        int replyPartitions = 0;
        for (TopicDescription topic : topics()) {
            if (topic.name().equals(plan.name(Topic.REPLY))) {
                replyPartitions = topic.partitions().size();
            } else {
                topicIds.put(topic.name(), topic.topicId());
            }
        }
        TopicPartition repliesTo = new TopicPartition(plan.name(Topic.REPLY), replyPartition(replyPartitions));
        KafkaRequestLog requests = KafkaRequestLog.open(kafka, topicIds);
        ReplyReader replies = new ReplyReader(repliesTo, ReplyReader.consumersOf(kafka), exchanges::answer);
        running = new Running(requests, replies, repliesTo);
        if (!replies.start(STANDING_WITHIN)) {
            throw new IllegalStateException(
                    "the answers of workers in " + repliesTo + " could not be read within " + STANDING_WITHIN);
        }
        log.info("{} mapped endpoints, answers come to {}", config.endpoints().size(), repliesTo);
    }

    private List<TopicDescription> topics() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
            TopicCreation.ensure(
                    admin,
                    config.endpoints().stream()
                            .map(endpoint -> endpoint.definition(plan.replication()))
                            .toList());
            List<String> names = Stream.concat(
                            Stream.of(plan.name(Topic.REPLY)),
                            config.endpoints().stream().map(Endpoint::topic))
                    .toList();
            return List.copyOf(admin.describeTopics(names).allTopicNames().get().values());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }

    private int replyPartition(int partitions) {
        Integer configured = config.replyPartition();
        if (configured == null) {
            return Math.floorMod(edgeId.hashCode(), partitions);
        }
        if (configured >= partitions) {
            throw new IllegalArgumentException(MapperConfig.REPLY_PARTITION + "=" + configured + ": topic "
                    + plan.name(Topic.REPLY) + " has " + partitions + " partitions");
        }
        return configured;
    }

    /**
     * Looks at a request in this order: body there or not, JSON, schema; query there or not, schema; then sends it. The first failure is the
     * answer. The body's size is the caller's to bound.
     *
     * @param body the body; null if there is none
     * @param query the query's parameters
     */
    public Outcome submit(Endpoint endpoint, byte @Nullable [] body, Map<String, String> query) {
        MapperAnswer refusal = refusal(endpoint, body, query);
        if (refusal != null) {
            exchanges.refused(endpoint, End.REFUSED);
            return new Outcome.Refused(refusal);
        }
        Running now = running;
        if (now == null || !now.replies().isStanding()) {
            exchanges.refused(endpoint, End.NOT_READY);
            return new Outcome.Refused(MapperAnswer.error(503, "This edge takes no requests at the moment; try again"));
        }
        return switch (exchanges.open(endpoint)) {
            case Exchanges.Opening.Refused refused -> new Outcome.Refused(refused.answer());
            case Exchanges.Opening.Opened opened -> {
                send(now, opened.exchange(), RequestValue.write(body, endpoint.query() == null ? null : query));
                yield new Outcome.Sent(opened.exchange());
            }
        };
    }

    /** A request that the caller has refused. */
    public void refused(Endpoint endpoint) {
        exchanges.refused(endpoint, End.REFUSED);
    }

    private static @Nullable MapperAnswer refusal(
            Endpoint endpoint, byte @Nullable [] body, Map<String, String> query) {
        JsonRules ofBody = endpoint.body();
        if (ofBody == null && body != null) {
            return MapperAnswer.error(400, "No request data allowed");
        }
        if (ofBody != null) {
            switch (JsonRules.read(body == null ? new byte[0] : body)) {
                case JsonRules.Reading.NoJson none -> {
                    return MapperAnswer.error(
                            400, "Can not parse request body as JSON: it must be one strict JSON value in UTF-8");
                }
                case JsonRules.Reading.Value value -> {
                    String broken = ofBody.broken(value.json()).orElse(null);
                    if (broken != null) {
                        return MapperAnswer.error(422, "The body " + broken);
                    }
                }
            }
        }
        JsonRules ofQuery = endpoint.query();
        if (ofQuery == null) {
            return query.isEmpty() ? null : MapperAnswer.error(400, "No request arguments allowed");
        }
        return ofQuery.broken(query)
                .map(broken -> MapperAnswer.error(422, "The query " + broken))
                .orElse(null);
    }

    private void send(Running now, Exchange exchange, byte[] value) {
        Endpoint endpoint = exchange.endpoint();
        boolean answered = endpoint.mode() == Mode.REQUEST_RESPONSE;
        RequestHeaders headers = new RequestHeaders(
                exchange.correlationId(),
                now.repliesTo().topic(),
                now.repliesTo().partition(),
                clock.millis() + endpoint.timeout().toMillis());
        var unused = now.requests()
                .append(endpoint.topic(), value, answered ? headers.toHeaders() : List.of())
                .whenComplete((placed, failure) -> {
                    if (failure != null) {
                        notTaken(exchange, failure);
                    } else if (!answered) {
                        exchanges.stored(exchange, stored(Objects.requireNonNull(placed)));
                    }
                });
    }

    private void notTaken(Exchange exchange, Throwable failure) {
        log.debug("a request of {} was not taken", exchange.endpoint().name(), failure);
        if (failure instanceof RequestLog.NotTaken reason && reason.tooLarge()) {
            exchanges.tooLarge(exchange);
        } else {
            exchanges.notLogged(exchange, !(failure instanceof RequestLog.NotTaken reason) || reason.mayBeIn());
        }
    }

    private static byte[] stored(RequestLog.Placed placed) {
        JsonOutput out = new JsonOutput(128)
                .literal("{\"partition\": ")
                .number(placed.partition())
                .literal(", \"offset\": ")
                .number(placed.offset());
        if (placed.position() != null) {
            out.literal(", \"position\": ").quoted(placed.position());
        }
        return out.literal("}").toByteArray();
    }

    /** Answers all who wait with 503 at once, and gives the answers a second to go out. Idempotent. */
    @Override
    public void close() {
        exchanges.close();
        try {
            exchanges.awaitLeft(WRITTEN_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deadlines.shutdownNow();
        Running now = running;
        running = null;
        if (now != null) {
            now.replies().close();
            now.requests().close();
        }
    }
}
