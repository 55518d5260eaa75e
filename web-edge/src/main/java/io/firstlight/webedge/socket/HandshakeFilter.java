package io.firstlight.webedge.socket;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/**
 * Refuses a handshake whose query cannot be decoded as one without a token: 403 and no body. Without it the server in between fails on the
 * query, with a page of its own, before a handshake of ours is asked.
 */
public final class HandshakeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(HandshakeFilter.class);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getHeader("Sec-WebSocket-Key") != null && !isDecodable(request)) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isDecodable(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return true;
        } catch (HttpException.RuntimeException | IllegalArgumentException e) {
            // The query may hold a secret.
            log.debug("a handshake's query cannot be decoded: {}", e.getClass().getName());
            return false;
        }
    }
}
