package io.firstlight.standalone.demo.mount;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where things are in the sky over the summit (latitude -30.2447 deg): hour angle and declination to azimuth and elevation by spherical
 * trigonometry (Meeus, Astronomical Algorithms, chapter 13, with azimuth from north through east). Without refraction, precession, proper
 * motion and polar motion: right to a fraction of a degree, which is what a demo needs.
 */
public final class Sky {

    private static final double LATITUDE = Math.toRadians(-30.2447);
    private static final double DEGREES_PER_HOUR = 15;
    /** A sidereal day is that much shorter than a mean solar one. */
    private static final double SIDEREAL_HOURS_PER_SECOND = 1.00273790935 / 3600;

    private Sky() {}

    /** Azimuth from north through east and elevation, in degrees. */
    public record Direction(double azimuth, double elevation) {}

    /** A direction and how fast it changes, in degrees a second. */
    public record Motion(Direction direction, double azimuthSpeed, double elevationSpeed) {}

    /**
     * A place among the stars (ICRS, epoch 2000).
     *
     * @param raHours right ascension, hours
     * @param decDegrees declination, degrees
     */
    public record Star(String name, double raHours, double decDegrees) {}

    /** Bright stars of the south, from the Bright Star Catalogue; at every moment some of them stand high. */
    public static final List<Star> STARS = List.of(
            new Star("Achernar", 1.6286, -57.2368),
            new Star("Rigel", 5.2423, -8.2016),
            new Star("Canopus", 6.3992, -52.6957),
            new Star("Sirius", 6.7525, -16.7161),
            new Star("Alphard", 9.4598, -8.6586),
            new Star("Acrux", 12.4433, -63.0991),
            new Star("Spica", 13.4199, -11.1613),
            new Star("Hadar", 14.0637, -60.3730),
            new Star("Antares", 16.4901, -26.4320),
            new Star("Nunki", 18.9211, -26.2967),
            new Star("Peacock", 20.4275, -56.7351),
            new Star("Fomalhaut", 22.9608, -29.6222));

    /** The star of that name, whatever the case of its letters. */
    public static Optional<Star> star(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return STARS.stream()
                .filter(star -> star.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst();
    }

    /**
     * Where a place is.
     *
     * @param siderealHours local sidereal time
     */
    public static Direction direction(double raHours, double decDegrees, double siderealHours) {
        double hourAngle = Math.toRadians((siderealHours - raHours) * DEGREES_PER_HOUR);
        double declination = Math.toRadians(decDegrees);
        double sinElevation = Math.sin(LATITUDE) * Math.sin(declination)
                + Math.cos(LATITUDE) * Math.cos(declination) * Math.cos(hourAngle);
        double east = -Math.cos(declination) * Math.sin(hourAngle);
        double north = Math.cos(LATITUDE) * Math.sin(declination)
                - Math.sin(LATITUDE) * Math.cos(declination) * Math.cos(hourAngle);
        double azimuth = Math.toDegrees(Math.atan2(east, north));
        return new Direction(
                azimuth < 0 ? azimuth + 360 : azimuth,
                Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, sinElevation)))));
    }

    /** Where a place is and how it moves; speeds are differences over one second about now. */
    public static Motion motion(double raHours, double decDegrees, double siderealHours) {
        Direction before = direction(raHours, decDegrees, siderealHours - SIDEREAL_HOURS_PER_SECOND / 2);
        Direction after = direction(raHours, decDegrees, siderealHours + SIDEREAL_HOURS_PER_SECOND / 2);
        return new Motion(
                direction(raHours, decDegrees, siderealHours),
                Math.IEEEremainder(after.azimuth() - before.azimuth(), 360),
                after.elevation() - before.elevation());
    }
}
