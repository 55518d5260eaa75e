import io.firstlight.ingest.worker.Answer;
import io.firstlight.ingest.worker.Request;
import io.firstlight.ingest.worker.Worker;
import io.firstlight.ingest.worker.WorkerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * Answers the requests of an endpoint that docs/examples/mapper.json declares, with what was asked. Everything it needs is in the
 * distribution:
 *
 * <pre>java -cp 'standalone/target/firstlight/lib/*' docs/examples/EchoWorker.java [topic]</pre>
 *
 * The broker is 127.0.0.1:9092, or what the environment variable FIRSTLIGHT_KAFKA says. Start it as often as you like: workers share the work.
 */
public class EchoWorker {

    public static void main(String[] arguments) throws InterruptedException {
        String kafka = System.getenv().getOrDefault("FIRSTLIGHT_KAFKA", WorkerConfig.DEFAULT_BOOTSTRAP_SERVERS);
        String topic = arguments.length > 0 ? arguments[0] : "example.echo";
        Worker worker = Worker.start(WorkerConfig.of(kafka, topic), EchoWorker::echo, new SimpleMeterRegistry());
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        System.out.println("answers what is asked in " + topic + "; Ctrl-C stops");
        Thread.currentThread().join();
    }

    private static Answer echo(Request request) throws InterruptedException {
        String text = request.args().getOrDefault("text", "");
        if (text.isBlank()) {
            return Answer.refuse(400, "there is nothing to echo");
        }
        Thread.sleep(Integer.parseInt(request.args().getOrDefault("delay_ms", "0")));
        return Answer.json("{\"echo\": \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
    }
}
