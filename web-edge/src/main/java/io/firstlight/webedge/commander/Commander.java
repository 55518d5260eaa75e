package io.firstlight.webedge.commander;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the commander over HTTP/1.1. Every request ends in exactly one {@link CommanderOutcome}, in its time; no future fails.
 *
 * <p>LOVE's commander answers {@code POST /cmd} with 308 to {@code /cmd/}: such redirects are followed with the body sent again, as long as they
 * stay on the commander's own host and port. A request that may have had its effect is never repeated.
 *
 * <p>Thread-safe.
 */
public final class Commander implements AutoCloseable {

    /** How long a connection may take to be made. */
    public static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS_WITH_BODY = Set.of(307, 308);
    private static final Set<Integer> REDIRECTS_OF_QUESTIONS = Set.of(301, 302, 307, 308);

    private final @Nullable URI base;
    private final HttpClient http;

    /**
     * A client.
     *
     * @param base the commander's URL, {@code http} or {@code https}, below which all paths are; null if there is no commander
     */
    public Commander(@Nullable URI base) {
        this.base = base;
        this.http = HttpClient.newBuilder()
                // The commander would be asked to upgrade to HTTP/2 otherwise, with each request.
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Whether there is a commander to be asked. */
    public boolean configured() {
        return base != null;
    }

    /** Its URL, or a word that there is none. */
    public String place() {
        return base == null ? "none" : base.toString();
    }

    /** Sends a request; the future never fails. */
    public CompletableFuture<CommanderOutcome> send(CommanderRequest request) {
        if (base == null) {
            return CompletableFuture.completedFuture(
                    new CommanderOutcome.Failed(503, "No commander is configured; nothing was sent.", true, 0));
        }
        String root = base.toString();
        URI target =
                URI.create((root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + request.pathAndQuery());
        return new Exchange(request).run(target);
    }

    /** One request on its way, over as many redirects as it takes. */
    private final class Exchange {

        private final CommanderRequest request;
        private volatile @Nullable CompletableFuture<?> hop;

        Exchange(CommanderRequest request) {
            this.request = request;
        }

        CompletableFuture<CommanderOutcome> run(URI target) {
            return hop(target, MOST_REDIRECTS)
                    .orTimeout(request.within().toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(this::failed);
        }

        private CompletableFuture<CommanderOutcome> hop(URI target, int redirectsLeft) {
            HttpRequest.Builder builder = HttpRequest.newBuilder(target).header("Accept", "application/json");
            byte[] body = request.body();
            if (body == null) {
                builder.method(request.method(), BodyPublishers.noBody());
            } else {
                builder.header("Content-Type", "application/json")
                        .method(request.method(), BodyPublishers.ofByteArray(body));
            }
            CompletableFuture<HttpResponse<byte[]>> sent =
                    http.sendAsync(builder.build(), head -> new BoundedBody(request.mostBytes()));
            hop = sent;
            return sent.thenCompose(response -> {
                if (response.statusCode() / 100 != 3) {
                    return CompletableFuture.completedFuture(outcome(response));
                }
                return redirection(target, response)
                        .filter(next -> redirectsLeft > 0)
                        .map(next -> hop(next, redirectsLeft - 1))
                        .orElseGet(() -> CompletableFuture.completedFuture(astray(response)));
            });
        }

        private Optional<URI> redirection(URI target, HttpResponse<byte[]> response) {
            Set<Integer> followed = request.body() == null ? REDIRECTS_OF_QUESTIONS : REDIRECTS_WITH_BODY;
            if (!followed.contains(response.statusCode())) {
                return Optional.empty();
            }
            try {
                return response.headers()
                        .firstValue("Location")
                        .map(target::resolve)
                        .filter(next -> sameServer(target, next));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private CommanderOutcome failed(Throwable thrown) {
            Throwable failure =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            if (failure instanceof TimeoutException) {
                CompletableFuture<?> waiting = hop;
                if (waiting != null) {
                    waiting.cancel(true);
                }
                return new CommanderOutcome.Failed(
                        504,
                        "The commander did not answer within " + seconds(request.within())
                                + " s; what it did is not known.",
                        false,
                        0);
            }
            if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
                return new CommanderOutcome.Failed(502, "The commander cannot be reached; nothing was sent.", true, 0);
            }
            if (failure instanceof BoundedBody.TooLarge || failure.getCause() instanceof BoundedBody.TooLarge) {
                return new CommanderOutcome.Failed(
                        502, "The commander's answer is larger than " + request.mostBytes() + " bytes.", false, 0);
            }
            String reason = failure instanceof IOException && failure.getMessage() != null
                    ? CommanderOutcome.bounded(failure.getMessage())
                    : failure.toString();
            return new CommanderOutcome.Failed(
                    502, "The commander broke off (" + reason + "); what it did is not known.", false, 0);
        }
    }

    private static boolean sameServer(URI target, URI next) {
        return Objects.equals(target.getScheme(), next.getScheme())
                && Objects.equals(target.getHost(), next.getHost())
                && target.getPort() == next.getPort();
    }

    private static CommanderOutcome outcome(HttpResponse<byte[]> response) {
        return StrictJson.of(response.body())
                .<CommanderOutcome>map(json -> new CommanderOutcome.Answered(response.statusCode(), json))
                .orElseGet(() -> new CommanderOutcome.Failed(
                        502,
                        "The commander answered " + response.statusCode() + " without JSON" + reason(response),
                        false,
                        response.statusCode()));
    }

    /** What a text/plain body says: a component's reason to reject a command comes that way. Pages of HTML say nothing to operators. */
    private static String reason(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        String text = CommanderOutcome.bounded(new String(response.body(), StandardCharsets.UTF_8));
        return type.startsWith("text/plain") && !text.isEmpty() ? ": " + text : ".";
    }

    private static CommanderOutcome astray(HttpResponse<byte[]> response) {
        return new CommanderOutcome.Failed(
                502,
                "The commander redirects (" + response.statusCode() + ") too often or to another place, where nothing"
                        + " is sent.",
                true,
                response.statusCode());
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1000.0);
    }

    /** Breaks off what is on its way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
