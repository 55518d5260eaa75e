package io.firstlight.webedge.socket;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many connections each user has. A place is taken in the handshake, so that many at once cannot outrun the count, and falls back if no
 * connection comes of it: whether a handshake fails after it was accepted nobody tells. Thread-safe.
 */
final class UserPlaces {

    /** How long a handshake may take before its place falls back. */
    static final long HANDSHAKE_MS = 30_000;

    private static final long OPEN = Long.MAX_VALUE;

    private final int perUser;
    private final LongSupplier clockMs;
    /** By user and connection, until when the place is kept. Guarded by this. */
    private final Map<String, Map<ClientConnection, Long>> places = new HashMap<>();

    UserPlaces(int perUser, LongSupplier clockMs) {
        this.perUser = perUser;
        this.clockMs = clockMs;
    }

    /** Takes a place for a handshake; false if the user has none left. */
    synchronized boolean take(String user, ClientConnection connection) {
        Map<ClientConnection, Long> taken = places.computeIfAbsent(user, name -> new IdentityHashMap<>());
        long nowMs = clockMs.getAsLong();
        if (taken.size() >= perUser) {
            taken.values().removeIf(untilMs -> untilMs <= nowMs);
        }
        if (taken.size() >= perUser) {
            return false;
        }
        taken.put(connection, nowMs + HANDSHAKE_MS);
        return true;
    }

    /** The connection is open and keeps its place. */
    synchronized void opened(String user, ClientConnection connection) {
        places.computeIfAbsent(user, name -> new IdentityHashMap<>()).put(connection, OPEN);
    }

    /** The connection has ended. */
    synchronized void free(String user, ClientConnection connection) {
        Map<ClientConnection, Long> taken = places.get(user);
        if (taken != null) {
            taken.remove(connection);
            if (taken.isEmpty()) {
                places.remove(user);
            }
        }
    }
}
