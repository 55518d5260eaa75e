package io.firstlight.webedge.rest;

import io.firstlight.webedge.salinfo.SalDocument;
import io.firstlight.webedge.salinfo.SalInfo;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * LOVE's {@code GET /manager/api/salinfo/...}. Every page asks for the largest of these when it loads; an {@code ETag} spares those who
 * have it the transfer.
 */
public final class SalInfoRoutes {

    private static final String ROOT = "/manager/api/salinfo/";

    private final TokenHeader tokens;
    private final SalInfo info;

    /** The routes; {@link #register} puts them into a server. */
    public SalInfoRoutes(TokenHeader tokens, SalInfo info) {
        this.tokens = tokens;
        this.info = info;
    }

    /** Adds the routes. */
    public void register(RoutesConfig routes) {
        routes.get(ROOT + "metadata", context -> get(context, info::metadata));
        routes.get(ROOT + "topic-names", context -> get(context, () -> info.topicNames(categories(context))));
        routes.get(ROOT + "topic-data", context -> get(context, () -> info.topicData(categories(context))));
    }

    private static @Nullable String categories(Context context) {
        return context.queryParam("categories");
    }

    private void get(Context context, Supplier<CompletableFuture<SalDocument>> question) {
        tokens.require(context);
        context.future(() -> question.get().thenAccept(document -> answer(context, document)));
    }

    private static void answer(Context context, SalDocument document) {
        if (document.status() != 200) {
            CommandRoutes.json(context, document.status(), document.body());
            return;
        }
        // Kept by the browser, but asked about each time: what a commander knows changes when it is started anew.
        context.header("ETag", document.etag()).header("Cache-Control", "private, no-cache");
        if (matches(context.header("If-None-Match"), document.etag())) {
            context.status(304);
        } else {
            CommandRoutes.json(context, 200, document.body());
        }
    }

    /** By weak comparison, as RFC 9110 has it for this header. */
    private static boolean matches(@Nullable String header, String etag) {
        if (header == null) {
            return false;
        }
        for (String candidate : header.split(",", -1)) {
            String tag = candidate.strip();
            if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
