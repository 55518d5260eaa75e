package io.firstlight.webedge.socket;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tokens that were revoked lately: a connection whose handshake began before and ended after is found by it. Keeps the newest
 * {@value #KEPT}. Thread-safe.
 */
final class LateTokens {

    private static final int KEPT = 10_000;

    /** Guarded by this; in the order in which they came. */
    private final Set<String> tokenIds = new LinkedHashSet<>();

    synchronized void add(String tokenId) {
        tokenIds.add(tokenId);
        if (tokenIds.size() > KEPT) {
            tokenIds.remove(tokenIds.iterator().next());
        }
    }

    synchronized boolean contains(String tokenId) {
        return tokenIds.contains(tokenId);
    }
}
