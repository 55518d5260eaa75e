package io.firstlight.webedge.command;

import io.firstlight.webedge.command.claim.Claims;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Claims in memory, shared by the desks of a test as a database is by edges. */
final class FakeClaims implements Claims {

    private final Map<Wish, Row> rows = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(byte[] hash, UUID id, Claim.@Nullable Finished finished, boolean abandoned) {}

    @Override
    public synchronized Claim claim(Wish wish, byte[] bodyHash, UUID correlationId, Duration within) {
        Row row = rows.get(wish);
        if (row == null) {
            rows.put(wish, new Row(bodyHash, correlationId, null, false));
            return new Claim.Mine();
        }
        if (!Arrays.equals(row.hash(), bodyHash)) {
            return new Claim.OfAnother();
        }
        if (row.finished() != null) {
            return row.finished();
        }
        return row.abandoned() ? new Claim.Abandoned(row.id()) : new Claim.UnderWay();
    }

    synchronized void abandon(Wish wish) {
        rows.computeIfPresent(wish, (key, row) -> new Row(row.hash(), row.id(), null, true));
    }

    @Override
    public synchronized void finish(Wish wish, UUID correlationId, int status, byte[] body) {
        rows.computeIfPresent(
                wish,
                (key, row) -> new Row(row.hash(), row.id(), new Claim.Finished(status, body, correlationId), false));
    }

    @Override
    public synchronized void release(Wish wish, UUID correlationId) {
        rows.remove(wish);
    }
}
