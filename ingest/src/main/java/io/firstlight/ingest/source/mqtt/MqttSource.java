package io.firstlight.ingest.source.mqtt;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.ingest.source.Delivery;
import io.firstlight.ingest.source.Source;
import io.firstlight.ingest.source.SourceMeters;
import io.firstlight.ingest.source.Translation;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Messages of an MQTT broker, in. It subscribes to what the rules name at QoS 1 in a session that the broker keeps, and acknowledges each message
 * only when Kafka has it (or when it can never be sent): what Kafka cannot take stays with the broker, also when this process dies. So each
 * message that was published with QoS 1 or 2 reaches Kafka at least once; with QoS 0, at most once.
 *
 * <p>At most {@link MqttConfig#inFlight} messages are on their way to Kafka. How many more the broker sends before these are acknowledged is
 * for its own configuration to say (Mosquitto: 20 altogether unless told otherwise), at most 65,535; they wait in the client. After a lost
 * connection it connects again, first after a second, then ever more seldom up to once in half a minute, with jitter. A message that the broker
 * retains comes once, when the subscription is new.
 *
 * <p>One thread of its own takes messages in their order, beside the client's. {@link #start} and {@link #close} may be called from any thread.
 */
public final class MqttSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(MqttSource.class);

    private static final Duration FIRST_RECONNECT = Duration.ofSeconds(1);
    private static final Duration LAST_RECONNECT = Duration.ofSeconds(30);
    /** What Kafka has by then is acknowledged; the rest comes again. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final Duration DISCONNECTS_WITHIN = Duration.ofSeconds(1);

    private final MqttConfig config;
    private final MqttRules rules;
    private final SourceMeters meters;
    private final Duration pause;
    private volatile boolean working;
    private volatile boolean closed;
    private @Nullable Running running;

    private record Running(Mqtt5AsyncClient client, Delivery delivery, ExecutorService thread) {}

    /** A source; connects when started. */
    public MqttSource(MqttConfig config, MeterRegistry registry) {
        this(config, registry, Delivery.PAUSE);
    }

    MqttSource(MqttConfig config, MeterRegistry registry, Duration pause) {
        this.config = config;
        this.rules = new MqttRules(config.rules());
        this.meters = new SourceMeters("mqtt", registry);
        this.pause = pause;
    }

    @Override
    public synchronized void start(MessageSender sender) {
        if (running != null || closed) {
            throw new IllegalStateException("the MQTT source was started or closed before");
        }
        Mqtt5AsyncClient client = client();
        Delivery delivery = new Delivery(sender, config.inFlight(), pause, meters);
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("mqtt-source").daemon().factory());
        running = new Running(client, delivery, thread);
        // All: a session that the broker kept sends at once what has waited, before the subscription is confirmed
        // again.
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> take(publish, delivery), thread, true);
        // Failures reach the listener for lost connections, which knows whether it is tried again. No receive maximum:
        // the
        // client ends a connection on which more comes, and Mosquitto 2.0 sends more when much is acknowledged at once,
        // and after that at each reconnect.
        var unused = client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(config.sessionExpiry().toSeconds())
                .send();
    }

    private Mqtt5AsyncClient client() {
        Mqtt5ClientBuilder builder = Mqtt5Client.builder()
                .identifier(config.clientId())
                .serverHost(config.broker().getHost())
                .serverPort(config.port())
                .executorConfig(
                        MqttClientExecutorConfig.builder().nettyThreads(1).build())
                .automaticReconnect()
                .initialDelay(FIRST_RECONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .maxDelay(LAST_RECONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .addConnectedListener(context -> subscribe())
                .addDisconnectedListener(this::disconnected);
        if (config.isEncrypted()) {
            builder = builder.sslConfig(TrustedAuthorities.sslConfig(config.trusted()));
        }
        String user = config.user();
        if (user != null) {
            String password = config.password();
            var auth = Mqtt5SimpleAuth.builder().username(user);
            builder = builder.simpleAuth(
                    password == null
                            ? auth.build()
                            : auth.password(password.getBytes(StandardCharsets.UTF_8))
                                    .build());
        }
        return builder.buildAsync();
    }

    private void subscribe() {
        Running now = running();
        if (now == null) {
            return;
        }
        var unused = now.client
                .subscribe(Mqtt5Subscribe.builder()
                        .addSubscriptions(config.rules().stream()
                                .map(rule -> Mqtt5Subscription.builder()
                                        .topicFilter(rule.filter())
                                        .qos(MqttQos.AT_LEAST_ONCE)
                                        .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                                        .build()))
                        .build())
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        working = true;
                        LOG.info("subscribed at {} as '{}'", config.broker(), config.clientId());
                    } else {
                        meters.failed();
                        LOG.warn("{} does not let '{}' subscribe", config.broker(), config.clientId(), failure);
                    }
                });
    }

    private synchronized @Nullable Running running() {
        return running;
    }

    private void disconnected(MqttClientDisconnectedContext context) {
        boolean first = working;
        working = false;
        if (closed) {
            // It may be on its way to be connected again.
            context.getReconnector().reconnect(false);
            return;
        }
        meters.failed();
        if (first || context.getReconnector().getAttempts() <= 1) {
            LOG.warn(
                    "no connection to {}, which is tried until there is: {}",
                    config.broker(),
                    context.getCause().getMessage());
        }
    }

    private void take(Mqtt5Publish publish, Delivery delivery) {
        switch (rules.translate(publish.getTopic(), publish.getPayloadAsBytes())) {
            case Translation.Translated translated -> deliver(translated, publish, delivery);
            case Translation.Refused refused -> {
                meters.refused(refused.reason(), refused.what());
                publish.acknowledge();
            }
        }
    }

    private static void deliver(Translation.Translated translated, Mqtt5Publish publish, Delivery delivery) {
        try {
            // What a closed delivery does not take has not been acknowledged and comes again.
            var unused = delivery.deliver(translated.message(), publish::acknowledge);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isWorking() {
        return working;
    }

    @Override
    public void close() {
        Running now;
        synchronized (this) {
            closed = true;
            now = running;
            running = null;
        }
        if (now == null) {
            return;
        }
        now.thread.shutdownNow();
        try {
            if (!now.delivery.awaitDone(LAST_WORDS)) {
                LOG.info("messages that Kafka has not acknowledged stay with {}", config.broker());
            }
            now.delivery.close();
            var unused = now.client
                    .disconnect()
                    .handle((nothing, failure) -> true)
                    .completeOnTimeout(false, DISCONNECTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (InterruptedException e) {
            now.delivery.close();
            Thread.currentThread().interrupt();
        }
    }
}
