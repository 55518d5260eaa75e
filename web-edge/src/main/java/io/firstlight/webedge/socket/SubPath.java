package io.firstlight.webedge.socket;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * The path that everything is mounted under besides the root, for a proxy that passes it on as LOVE's does. What comes below it is served as
 * if it stood at the root: HTTP and sockets alike, as it is taken off before anybody looks.
 */
public final class SubPath {

    private SubPath() {}

    /** Has the server take the path off; an empty one changes nothing. */
    public static void strip(HttpConfiguration jetty, String subPath) {
        if (!subPath.isEmpty()) {
            jetty.addCustomizer((request, headers) -> stripped(request, subPath));
        }
    }

    private static Request stripped(Request request, String subPath) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        if (path == null || !path.startsWith(subPath + '/')) {
            return request;
        }
        return Request.serveAs(
                request, HttpURI.build(uri, path.substring(subPath.length()), uri.getParam(), uri.getQuery()));
    }
}
