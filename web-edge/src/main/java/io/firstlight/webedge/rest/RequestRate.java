package io.firstlight.webedge.rest;

import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.webedge.peer.ClientAddresses;
import io.javalin.http.Context;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests a second one address may make: as many as that at once, and then one for each that its share of a second has passed. Of
 * each address one number is kept - the time when its next request would be due if they came evenly (the "generic cell rate algorithm" of ITU-T
 * I.371). Thread-safe.
 */
public final class RequestRate {

    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Of more addresses at once nothing is remembered: the limit is against a client that runs wild, not against an attack by many. */
    private static final int MAX_ADDRESSES = 10_000;

    private final Map<String, Long> due = new ConcurrentHashMap<>();
    private final ClientAddresses addresses;
    private final int perSecond;
    private final LongSupplier nanos;

    /**
     * A limit that nobody has used yet.
     *
     * @param nanos a clock that never runs backwards
     */
    public RequestRate(ClientAddresses addresses, int perSecond, LongSupplier nanos) {
        this.addresses = addresses;
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** Refuses the request with 429 if its sender is above the limit. */
    public void require(Context context) {
        String sender = addresses.of(context).map(InetAddress::getHostAddress).orElse("unknown");
        if (!admits(sender)) {
            context.header("Retry-After", "1");
            throw new RequestRefused(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "More than " + perSecond + " requests a second come from this address");
        }
    }

    boolean admits(String sender) {
        long now = nanos.getAsLong();
        if (due.size() >= MAX_ADDRESSES) {
            due.values().removeIf(time -> time - now <= 0);
            if (due.size() >= MAX_ADDRESSES) {
                due.clear();
            }
        }
        boolean[] admitted = new boolean[1];
        due.compute(sender, (address, time) -> {
            long from = time == null || time - now < 0 ? now : time;
            long next = from + BURST_NANOS / perSecond;
            admitted[0] = next - now <= BURST_NANOS;
            return admitted[0] ? next : from;
        });
        return admitted[0];
    }
}
