package io.firstlight.webedge.salinfo;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.firstlight.webedge.commander.Commander;
import io.firstlight.webedge.commander.CommanderOutcome;
import io.firstlight.webedge.commander.CommanderRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The commander's {@code /salinfo/...}, kept. What is older than {@link #FRESH} is asked for anew when somebody wants it; until the answer is
 * there, and for as long as the commander is away, the old one is given. Those who want what is not there yet wait for one and the same request.
 * Thread-safe; nothing blocks.
 *
 * <p>The commanders of today have no {@code metadata} (404). The answer is then {@code {}}: a table without rows, where LOVE has an error that
 * its page shows as such.
 */
public final class SalInfo {

    /** How long an answer is given without asking again. */
    public static final Duration FRESH = Duration.ofMinutes(5);

    /** How long a failure is given to those who ask next: a commander in trouble is not to be asked by every page at once. */
    static final Duration FAILURE_KEPT = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(SalInfo.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final int MOST_BYTES = 32 << 20;
    private static final long MOST_KEPT_BYTES = 128L << 20;
    private static final List<String> CATEGORIES = List.of("event", "telemetry", "command");
    private static final String METADATA = "/salinfo/metadata";

    private final Commander commander;
    private final AsyncLoadingCache<String, SalDocument> documents;

    /** Asks that commander. */
    public SalInfo(Commander commander) {
        this(commander, Ticker.systemTicker());
    }

    SalInfo(Commander commander, Ticker ticker) {
        this.commander = commander;
        this.documents = Caffeine.newBuilder()
                .ticker(ticker)
                .executor(Runnable::run)
                .maximumWeight(MOST_KEPT_BYTES)
                .weigher((String path, SalDocument document) -> document.body().length)
                .expireAfter(Expiry.writing((String path, SalDocument document) ->
                        document.good() ? Duration.ofNanos(Long.MAX_VALUE) : FAILURE_KEPT))
                .refreshAfterWrite(FRESH)
                .buildAsync(new Loader());
    }

    /** Versions of components. */
    public CompletableFuture<SalDocument> metadata() {
        return documents.get(METADATA).copy();
    }

    /**
     * Names of topics.
     *
     * @param categories as {@link #topicData} has it
     */
    public CompletableFuture<SalDocument> topicNames(@Nullable String categories) {
        return documents.get("/salinfo/topic-names" + query(categories)).copy();
    }

    /**
     * Topics and their fields.
     *
     * @param categories some of {@code event}, {@code telemetry}, {@code command}, separated by {@code -}; other words count for nothing; null or
     *     nothing for all
     */
    public CompletableFuture<SalDocument> topicData(@Nullable String categories) {
        return documents.get("/salinfo/topic-data" + query(categories)).copy();
    }

    /** The same question is always asked in the same words, so there are few answers to keep. */
    static String query(@Nullable String categories) {
        List<String> asked = categories == null ? List.of() : Arrays.asList(categories.split("-", -1));
        List<String> known = CATEGORIES.stream().filter(asked::contains).toList();
        return known.isEmpty() || known.size() == CATEGORIES.size() ? "" : "?categories=" + String.join("-", known);
    }

    private CompletableFuture<SalDocument> load(String path) {
        return commander
                .send(CommanderRequest.get(path, ANSWER_WITHIN, MOST_BYTES))
                .thenApply(outcome -> isLacking(path, outcome)
                        ? SalDocument.of(200, "{}".getBytes(StandardCharsets.US_ASCII))
                        : SalDocument.of(outcome));
    }

    private static boolean isLacking(String path, CommanderOutcome outcome) {
        int status = switch (outcome) {
            case CommanderOutcome.Answered answered -> answered.status();
            case CommanderOutcome.Failed failed -> failed.commanderStatus();
        };
        return path.equals(METADATA) && status == 404;
    }

    private final class Loader implements AsyncCacheLoader<String, SalDocument> {

        @Override
        public CompletableFuture<SalDocument> asyncLoad(String path, Executor executor) {
            return load(path);
        }

        @Override
        public CompletableFuture<SalDocument> asyncReload(String path, SalDocument old, Executor executor) {
            return load(path).thenApply(document -> {
                if (document.good()) {
                    return document;
                }
                log.warn(
                        "the commander answers {} for {}; what it said before is still given", document.status(), path);
                return old;
            });
        }
    }
}
