import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/**
 * Logs in, subscribes to one LOVE group and prints the frames that come. Needs nothing but a JDK:
 *
 * <pre>java docs/examples/Subscribe.java telemetry-Host-1-cpu [frames [user password]]</pre>
 *
 * The server is http://localhost:8080, or what the environment variable FIRSTLIGHT_SERVER says.
 */
public class Subscribe {

    public static void main(String[] arguments) throws Exception {
        String[] group = arguments[0].split("-", 4);
        int wanted = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String user = arguments.length > 3 ? arguments[2] : "user";
        String password = arguments.length > 3 ? arguments[3] : "user";
        String server = System.getenv().getOrDefault("FIRSTLIGHT_SERVER", "http://localhost:8080");

        HttpClient http = HttpClient.newHttpClient();
        String login = http.send(
                        HttpRequest.newBuilder(URI.create(server + "/manager/api/get-token/"))
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        String token = login.replaceFirst("(?s).*\"token\": *\"([^\"]+)\".*", "$1");

        CountDownLatch frames = new CountDownLatch(wanted + 1); // the confirmation comes first
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(
                        URI.create(server.replaceFirst("^http", "ws") + "/manager/ws/subscription?token=" + token),
                        new WebSocket.Listener() {
                            private final StringBuilder frame = new StringBuilder();

                            @Override
                            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                                frame.append(part);
                                if (last) {
                                    System.out.println(frame);
                                    frame.setLength(0);
                                    frames.countDown();
                                }
                                socket.request(1);
                                return null;
                            }
                        })
                .join();
        socket.sendText(
                "{\"option\":\"subscribe\",\"category\":\"" + group[0] + "\",\"csc\":\"" + group[1] + "\",\"salindex\":\""
                        + group[2] + "\",\"stream\":\"" + group[3] + "\"}",
                true);
        frames.await();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
