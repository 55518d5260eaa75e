package io.firstlight.schemas.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/**
 * TAI minus UTC, in whole seconds, since 1972.
 *
 * <p>Source: IERS Bulletin C. The table is complete up to the bulletin of July 2026, which announces no leap second for December 2026;
 * the General Conference on Weights and Measures has decided to introduce none after 2035 at the latest.
 *
 * <p>Thread-safe.
 */
public final class LeapSeconds {

    private static final double MOST_SECONDS = 1e11;

    private static final TreeMap<Instant, Integer> TAI_MINUS_UTC = new TreeMap<>();

    static {
        TAI_MINUS_UTC.put(Instant.MIN, 10);
        int seconds = 10;
        String[] days = {
            "1972-07-01", "1973-01-01", "1974-01-01", "1975-01-01", "1976-01-01", "1977-01-01", "1978-01-01",
            "1979-01-01", "1980-01-01", "1981-07-01", "1982-07-01", "1983-07-01", "1985-07-01", "1988-01-01",
            "1990-01-01", "1991-01-01", "1992-07-01", "1993-07-01", "1994-07-01", "1996-01-01", "1997-07-01",
            "1999-01-01", "2006-01-01", "2009-01-01", "2012-07-01", "2015-07-01", "2017-01-01"
        };
        for (String day : days) {
            seconds++;
            TAI_MINUS_UTC.put(LocalDate.parse(day).atStartOfDay().toInstant(ZoneOffset.UTC), seconds);
        }
    }

    private LeapSeconds() {}

    /** TAI minus UTC at that moment, in seconds. */
    public static int taiMinusUtc(Instant utc) {
        Map.Entry<Instant, Integer> entry = TAI_MINUS_UTC.floorEntry(utc);
        return entry.getValue();
    }

    /**
     * The UTC of a TAI.
     *
     * @param taiSeconds unix seconds plus leap seconds
     * @return unix seconds; NaN of what is no number or lies thousands of years away
     */
    public static double utcSeconds(double taiSeconds) {
        if (Double.isNaN(taiSeconds) || Math.abs(taiSeconds) > MOST_SECONDS) {
            return Double.NaN;
        }
        // The table goes by UTC: the first guess is wrong only within the leap itself.
        int guess = taiMinusUtc(Instant.ofEpochSecond((long) taiSeconds));
        return taiSeconds - taiMinusUtc(Instant.ofEpochSecond((long) Math.floor(taiSeconds - guess)));
    }
}
