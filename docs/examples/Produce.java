import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;

/**
 * Sends one event as a LOVE producer does, over a WebSocket with the process password, and disconnects. Needs nothing but a JDK:
 *
 * <pre>java docs/examples/Produce.java [ws://localhost:8080 [password]]</pre>
 */
public class Produce {

    public static void main(String[] arguments) {
        String server = arguments.length > 0 ? arguments[0] : "ws://localhost:8080";
        String password = arguments.length > 1 ? arguments[1] : "dev_pass";
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(server + "/manager/ws/subscription/?password=" + password),
                        new WebSocket.Listener() {})
                .join();
        socket.sendText(
                        """
                        {"category": "event", "producer_snd": %s, "data": [{"csc": "ATDome", "salindex": 0, "data": {"summaryState": [
                          {"summaryState": {"value": 2, "dataType": "Int", "units": "unitless"}}]}}]}"""
                                .formatted(System.currentTimeMillis() / 1000.0),
                        true)
                .join();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        System.out.println("sent event ATDome:0 summaryState");
    }
}
