package io.firstlight.bench.socket;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** A client's opening handshake (RFC 6455, section 4.1). Immutable. */
final class Handshake {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String END = "\r\n\r\n";

    private final URI uri;
    private final Map<String, String> headers;
    private final String key;

    Handshake(URI uri, byte[] nonce) {
        this(uri, Map.of(), nonce);
    }

    /** One that says more of itself than every handshake, such as who opens the socket. */
    Handshake(URI uri, Map<String, String> headers, byte[] nonce) {
        this.uri = uri;
        this.headers = Map.copyOf(headers);
        this.key = Base64.getEncoder().encodeToString(nonce);
    }

    byte[] request() {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        StringBuilder more = new StringBuilder();
        headers.forEach(
                (name, value) -> more.append("\r\n").append(name).append(": ").append(value));
        return ("GET " + path + query + " HTTP/1.1\r\nHost: " + uri.getRawAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                        + key + more + END)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Where the server's answer ends, or -1 while it is not whole.
     *
     * @throws SocketFailure if the server refuses
     */
    int endOfAnswer(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END);
        if (end < 0) {
            return -1;
        }
        if (!text.startsWith("HTTP/1.1 101 ")) {
            throw new SocketFailure(
                    "the server refuses the socket: " + text.lines().findFirst().orElse(""));
        }
        boolean accepted = text.substring(0, end)
                .lines()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept:")
                        && line.endsWith(accept(key)));
        if (!accepted) {
            throw new SocketFailure("the server's answer is not to this handshake");
        }
        return from + end + END.length();
    }

    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }
}
