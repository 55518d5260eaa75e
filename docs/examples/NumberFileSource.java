import io.firstlight.ingest.IngestConfig;
import io.firstlight.ingest.producer.Message;
import io.firstlight.ingest.producer.MessageSender;
import io.firstlight.ingest.producer.TelemetryProducer;
import io.firstlight.ingest.source.Source;
import io.firstlight.schemas.address.Component;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A source of one's own: the number in a file, every second, such as a sensor's of Linux. Everything it needs is in the distribution:
 *
 * <pre>java -cp 'standalone/target/firstlight/lib/*' docs/examples/NumberFileSource.java /sys/class/thermal/thermal_zone0/temp</pre>
 *
 * The broker is 127.0.0.1:9092, or what the environment variable FIRSTLIGHT_KAFKA says.
 */
public class NumberFileSource implements Source {

    private final Path file;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean working = true;

    NumberFileSource(Path file) {
        this.file = file;
    }

    @Override
    public void start(MessageSender sender) {
        thread.scheduleAtFixedRate(() -> sample(sender), 0, 1, TimeUnit.SECONDS);
    }

    private void sample(MessageSender sender) {
        try {
            double number = Double.parseDouble(Files.readString(file).trim());
            working = true;
            sender.send(Message.telemetry(new Component("NumberFile", 1)).stream("sample")
                            .number("number", number, "unitless")
                            .build())
                    .whenComplete((place, failure) ->
                            System.out.println(failure == null ? "in Kafka: " + place : "lost: " + failure.getMessage()));
        } catch (IOException | NumberFormatException e) {
            // The next second may be better. Thrown on, it would be the last.
            working = false;
            System.out.println("no number: " + e.getMessage());
        }
    }

    @Override
    public boolean isWorking() {
        return working;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    public static void main(String[] arguments) throws InterruptedException {
        TelemetryProducer producer = TelemetryProducer.start(
                IngestConfig.from(System.getenv()), new SimpleMeterRegistry(), InstantSource.system());
        NumberFileSource source = new NumberFileSource(Path.of(arguments[0]));
        // First the source, then what outlives it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            source.close();
            producer.close();
        }));
        source.start(producer);
        Thread.currentThread().join();
    }
}
