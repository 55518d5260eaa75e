import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic with a plain Kafka consumer, no Firstlight code. Kafka's client library is in the distribution:
 *
 * <pre>java -cp 'standalone/target/firstlight/lib/*' docs/examples/PlainConsumer.java firstlight.event [records]</pre>
 *
 * The broker is localhost:9092, or what the environment variable FIRSTLIGHT_KAFKA says.
 */
public class PlainConsumer {

    public static void main(String[] arguments) {
        String topic = arguments[0];
        int wanted = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", System.getenv().getOrDefault("FIRSTLIGHT_KAFKA", "localhost:9092"),
                "group.id", "example-" + UUID.randomUUID(),
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (wanted > 0) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (wanted-- > 0) {
                        System.out.println(record.key() + " " + record.value());
                    }
                }
            }
        }
    }
}
