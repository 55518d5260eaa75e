package io.firstlight.webedge.sse;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.position.PositionToken;
import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.target.Target;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client asks for by its query: {@code address} (a pattern, once or more), {@code snapshot} ({@code true} unless a position is given),
 * {@code resume} (a position; the header {@code Last-Event-ID} goes before it), {@code token}.
 *
 * @param target the addresses
 * @param start where to begin
 */
record StreamRequest(Target.OfSelection target, Start start) {

    private static final Set<String> PARAMETERS = Set.of("address", "snapshot", "resume", "token");
    private static final int MOST_PATTERNS = 64;

    /**
     * Reads the request.
     *
     * @throws IllegalArgumentException if it makes no sense; the message says why
     */
    static StreamRequest of(HttpServletRequest request) {
        Map<String, String[]> query = request.getParameterMap();
        for (String name : query.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no parameter '" + name + "'; there are address, snapshot, resume and token");
            }
        }
        return new StreamRequest(new Target.OfSelection("stream", patterns(query.get("address"))), start(request));
    }

    private static List<AddressPattern> patterns(String @Nullable [] texts) {
        if (texts == null) {
            throw new IllegalArgumentException("give at least one address, such as address=telemetry-ATDome-0-all");
        }
        if (texts.length > MOST_PATTERNS) {
            throw new IllegalArgumentException("a stream has at most " + MOST_PATTERNS + " addresses");
        }
        List<AddressPattern> patterns = new ArrayList<>();
        for (String text : texts) {
            AddressPattern pattern = AddressPattern.parse(text);
            if (pattern.category() == Category.INITIAL_STATE) {
                throw new IllegalArgumentException("initial_state is a request to producers, not data");
            }
            patterns.add(pattern);
        }
        return patterns;
    }

    private static Start start(HttpServletRequest request) {
        String resume = request.getHeader("Last-Event-ID");
        if (resume == null || resume.isEmpty()) {
            resume = request.getParameter("resume");
        }
        if (resume != null && !resume.isEmpty()) {
            return PositionToken.decode(resume).<Start>map(Start.At::new).orElseGet(Start.Foreign::new);
        }
        String snapshot = request.getParameter("snapshot");
        return switch (snapshot == null ? "true" : snapshot) {
            case "true" -> new Start.Now(true);
            case "false" -> new Start.Now(false);
            default -> throw new IllegalArgumentException("snapshot must be true or false");
        };
    }
}
