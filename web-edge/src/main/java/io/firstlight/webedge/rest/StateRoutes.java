package io.firstlight.webedge.rest;

import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.Principal;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.state.RouterContract;
import io.firstlight.webedge.history.LogHistory;
import io.firstlight.webedge.history.Moment;
import io.firstlight.webedge.history.PastStates;
import io.firstlight.webedge.hub.Hub;
import io.firstlight.webedge.log.Frontier;
import io.firstlight.webedge.log.LogLayout;
import io.firstlight.webedge.state.AddressValue;
import io.firstlight.webedge.target.Target;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** {@code GET /api/v1/state}: the latest value of some addresses, now or as of a moment. */
public final class StateRoutes {

    static final String PATH = "/api/v1/state";

    private static final Set<String> NAMES = Set.of(PastQuery.ADDRESS, "at");
    private static final long HUB_SECONDS = 5;
    private static final long SEARCH_SECONDS = 120;
    private static final Comparator<AddressValue> BY_ADDRESS =
            Comparator.comparing(value -> value.address().stateKey());

    private final TokenHeader tokens;
    private final HubThread hub;
    private final Supplier<@Nullable LogHistory> history;

    /** Has the hub's thread do something soon. */
    public interface HubThread {
        void execute(Consumer<Hub> request);
    }

    /**
     * The routes.
     *
     * @param history the past of the log, null while the edge has not opened it
     */
    public StateRoutes(TokenHeader tokens, HubThread hub, Supplier<@Nullable LogHistory> history) {
        this.tokens = tokens;
        this.hub = hub;
        this.history = history;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get(PATH, this::get);
    }

    /** What the hub knows. */
    private record Known(List<AddressValue> values, Frontier frontier) {}

    private void get(Context context) throws InterruptedException {
        Principal principal = tokens.require(context).principal();
        PastQuery.requireOnly(context, NAMES);
        Moment at = PastQuery.moment(context, "at");
        LogHistory past = history.get();
        if (past == null) {
            throw notReady();
        }
        Target target = PastQuery.target(
                context, principal, at == null ? Right.READ : Right.HISTORY, RouterContract.categories()::contains);
        Known known = known(target);
        byte[] body = at == null
                ? body(null, known.frontier(), past.layout(), known.values(), List.of())
                : body(
                        at,
                        found(past, new PastStates.Question(target, at, null, known.values(), known.frontier())),
                        past);
        context.contentType("application/json; charset=utf-8").result(body);
    }

    private Known known(Target target) throws InterruptedException {
        CompletableFuture<Known> known = new CompletableFuture<>();
        hub.execute(h -> known.complete(new Known(h.known(target), h.frontier().copy(target.topics()))));
        try {
            return known.get(HUB_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw notReady();
        }
    }

    private static PastStates.Answer.Found found(LogHistory past, PastStates.Question question)
            throws InterruptedException {
        CompletableFuture<PastStates.Answer> answer = new CompletableFuture<>();
        past.states().ask(question, answer::complete);
        try {
            return switch (answer.get(SEARCH_SECONDS, TimeUnit.SECONDS)) {
                case PastStates.Answer.Found found -> found;
                case PastStates.Answer.Refused refused -> throw new RequestRefused(refused.code(), refused.message());
            };
        } catch (ExecutionException | TimeoutException e) {
            throw new RequestRefused(ErrorCode.LOG_UNAVAILABLE, "The search took too long; ask for fewer addresses.");
        }
    }

    private static RequestRefused notReady() {
        return new RequestRefused(ErrorCode.NOT_READY, ErrorCode.NOT_READY.meaning());
    }

    private static byte[] body(Moment at, PastStates.Answer.Found found, LogHistory past) {
        String time = at instanceof Moment.AtTime moment
                ? Instant.ofEpochMilli(moment.timeMs()).toString()
                : null;
        return body(time, found.at(), past.layout(), found.values(), found.unknown());
    }

    private static byte[] body(
            @Nullable String time,
            Frontier frontier,
            LogLayout layout,
            List<AddressValue> values,
            List<Address> unknown) {
        JsonOutput out = new JsonOutput(1024)
                .literal(time == null ? "{\"at\": null" : "{\"at\": \"" + time + '"')
                .literal(", \"position\": \"")
                .literal(HistoryLines.token(frontier, layout))
                .literal(unknown.isEmpty() ? "\", \"complete\": true" : "\", \"complete\": false")
                .literal(", \"unknown\": [");
        String separator = "";
        for (Address address :
                unknown.stream().sorted(Comparator.comparing(Address::stateKey)).toList()) {
            out.literal(separator).literal("{").literal(names(address)).literal("}");
            separator = ", ";
        }
        out.literal("], \"values\": [");
        separator = "";
        for (AddressValue value : values.stream().sorted(BY_ADDRESS).toList()) {
            if (!value.value().isDeleted()) {
                out.literal(separator)
                        .literal("{")
                        .literal(names(value.address()))
                        .literal(", \"time\": \"")
                        .literal(Instant.ofEpochMilli(value.value().timestampMs())
                                .toString())
                        .literal("\", \"value\": ")
                        .span(value.value().payload())
                        .literal("}");
                separator = ", ";
            }
        }
        return out.literal("]}").toByteArray();
    }

    /** Names are of characters that need no escape. */
    private static String names(Address address) {
        return "\"category\": \"" + address.category().wireName() + "\", \"csc\": \""
                + address.component().csc() + "\", \"salindex\": "
                + address.component().salindex() + ", \"stream\": \"" + address.stream() + '"';
    }
}
