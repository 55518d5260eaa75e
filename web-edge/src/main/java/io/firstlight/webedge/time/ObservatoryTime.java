package io.firstlight.webedge.time;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.time.LeapSeconds;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One instant in the time systems of LOVE's {@code time_data}.
 *
 * <p>Sidereal time is Greenwich mean sidereal time by the linear formula of the Astronomical Almanac plus the two largest terms of the
 * equation of the equinoxes, with UTC for UT1: right to about a second, as UT1 is within 0.9 s of UTC.
 *
 * @param utc unix seconds
 * @param tai unix seconds plus leap seconds
 * @param mjd modified Julian date of UTC, days
 * @param observingDay {@code YYYYMMDD} of TAI minus twelve hours
 * @param siderealSummit apparent sidereal time at the summit, hours, 0 to 24
 * @param siderealGreenwich apparent sidereal time at Greenwich, hours, 0 to 24
 * @param taiToUtc what to add to TAI to get UTC, seconds: negative
 */
public record ObservatoryTime(
        double utc,
        double tai,
        double mjd,
        String observingDay,
        double siderealSummit,
        double siderealGreenwich,
        double taiToUtc) {

    /** Longitude of the Rubin Observatory's summit, degrees east. */
    private static final double SUMMIT_LONGITUDE_DEGREES = -70.749417;

    private static final double UNIX_EPOCH_MJD = 40587.0;
    private static final double MJD_TO_JD = 2400000.5;
    private static final double J2000_JD = 2451545.0;
    private static final double SECONDS_PER_DAY = 86400.0;
    private static final double HOURS_PER_DEGREE = 1.0 / 15.0;

    /** All systems for that instant. */
    public static ObservatoryTime at(Instant instant) {
        double utc = unixSeconds(instant);
        int leap = LeapSeconds.taiMinusUtc(instant);
        double mjd = utc / SECONDS_PER_DAY + UNIX_EPOCH_MJD;
        double greenwich = apparentSiderealHours(mjd + MJD_TO_JD);
        return new ObservatoryTime(
                utc,
                utc + leap,
                mjd,
                observingDay(instant.plusSeconds(leap)),
                wrap(greenwich + SUMMIT_LONGITUDE_DEGREES * HOURS_PER_DEGREE),
                greenwich,
                -leap);
    }

    /** That instant as TAI, unix seconds plus leap seconds. */
    public static double taiSeconds(Instant instant) {
        return unixSeconds(instant) + LeapSeconds.taiMinusUtc(instant);
    }

    /** That instant as UTC, unix seconds. */
    public static double unixSeconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    private static String observingDay(Instant tai) {
        return LocalDate.ofInstant(tai.minusSeconds(12 * 3600), ZoneOffset.UTC)
                .format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static double apparentSiderealHours(double julianDate) {
        double days = julianDate - J2000_JD;
        double mean = 18.697374558 + 24.06570982441908 * days;
        double node = Math.toRadians(125.04 - 0.052954 * days);
        double sun = Math.toRadians(280.47 + 0.98565 * days);
        double obliquity = Math.toRadians(23.4393 - 0.0000004 * days);
        double nutation = -0.000319 * Math.sin(node) - 0.000024 * Math.sin(2 * sun);
        return wrap(mean + nutation * Math.cos(obliquity));
    }

    private static double wrap(double hours) {
        double wrapped = hours % 24;
        return wrapped < 0 ? wrapped + 24 : wrapped;
    }

    /** The JSON object of LOVE's answers; every number is written with a decimal point. */
    public String toJson() {
        JsonOutput out = new JsonOutput(256).literal("{\"utc\": ").decimal(utc);
        out.literal(", \"tai\": ").decimal(tai).literal(", \"mjd\": ").decimal(mjd);
        out.literal(", \"observing_day\": \"").literal(observingDay);
        out.literal("\", \"sidereal_summit\": ").decimal(siderealSummit);
        out.literal(", \"sidereal_greenwich\": ").decimal(siderealGreenwich);
        out.literal(", \"tai_to_utc\": ").decimal(taiToUtc).literal("}");
        return new String(out.toByteArray(), StandardCharsets.US_ASCII);
    }
}
