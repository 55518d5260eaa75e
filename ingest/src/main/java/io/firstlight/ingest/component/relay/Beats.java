package io.firstlight.ingest.component.relay;

import io.firstlight.ingest.component.Sample;
import io.firstlight.schemas.time.LeapSeconds;

import java.time.Instant;
import java.time.InstantSource;

/** When a heart has beaten. */
public final class Beats {

    private Beats() {}

    /**
     * UTC unix seconds, to the microsecond: of a sample that has just come the time it came, as in LOVE, so that a clock that is wrong elsewhere
     * does not matter; of a past one when it was sent, NaN if that is not told.
     */
    public static double utc(Sample sample, InstantSource clock) {
        if (sample.past()) {
            double utc = LeapSeconds.utcSeconds(sample.sentTai());
            return Double.isNaN(utc) ? utc : micros(Math.round(utc * 1e6));
        }
        Instant now = clock.instant();
        return micros(now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
    }

    private static double micros(long micros) {
        return micros / 1e6;
    }
}
