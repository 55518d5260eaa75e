import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;

/**
 * Sends one event as a LOVE producer does, over a WebSocket with the process password, and disconnects. Needs nothing but a JDK:
 *
 * <pre>java docs/examples/Produce.java [password]</pre>
 *
 * The server is http://localhost:8080, or what the environment variable FIRSTLIGHT_SERVER says.
 */
public class Produce {

    public static void main(String[] arguments) {
        String password = arguments.length > 0 ? arguments[0] : "dev_pass";
        String server = System.getenv().getOrDefault("FIRSTLIGHT_SERVER", "http://localhost:8080");
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(server.replaceFirst("^http", "ws") + "/manager/ws/subscription/?password=" + password),
                        new WebSocket.Listener() {})
                .join();
        socket.sendText(
                        """
                        {"category": "event", "producer_snd": %s, "data": [{"csc": "Lab", "salindex": 1, "data": {"summaryState": [
                          {"summaryState": {"value": 2, "dataType": "Int", "units": "unitless"}}]}}]}"""
                                .formatted(System.currentTimeMillis() / 1000.0),
                        true)
                .join();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        System.out.println("sent event Lab:1 summaryState");
    }
}
