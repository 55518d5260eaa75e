package io.firstlight.webedge.rest;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * What clients get whose request the HTTP server refuses before any handler of ours sees it - a path that cannot be decoded, a header too large:
 * JSON in the shape of the path, where the server's own page would be HTML. What cannot be read to its end has no path, and gets the common
 * shape. Thread-safe.
 */
public final class ServerFailures extends ErrorHandler {

    private final Failures failures;

    /** Answers as that says. */
    public ServerFailures(Failures failures) {
        this.failures = failures;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String path = String.valueOf(request.getHttpURI().getPath());
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, failures.type(path));
        response.write(true, ByteBuffer.wrap(failures.body(path, status, message)), callback);
    }
}
