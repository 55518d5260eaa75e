package io.firstlight.standalone.demo.mount;

import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.demo.motion.Axis;
import io.firstlight.standalone.demo.sal.Behaviour;
import io.firstlight.standalone.demo.sal.Declaration;
import io.firstlight.standalone.demo.sal.Every;
import io.firstlight.standalone.demo.sal.Field;
import io.firstlight.standalone.demo.sal.FieldType;
import io.firstlight.standalone.demo.sal.Parameters;
import io.firstlight.standalone.demo.sal.Publisher;
import io.firstlight.standalone.demo.sal.Reply;
import io.firstlight.standalone.demo.sal.SalTopic;
import io.firstlight.standalone.demo.sal.SummaryState;
import io.firstlight.webedge.time.ObservatoryTime;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * {@code ATMCS:0}: two axes that follow demands of place, speed and time. {@code startTracking} lets them, {@code trackTarget} gives a demand
 * that holds, carried on at its speed, until the next; {@code stopTracking} brakes. A demand that runs past a limit of the mount brakes it and
 * leads to FAULT, as in the real one. Topics are those of ts_xml's ATMCS, without the rotators.
 *
 * <p>Owned by whoever holds the observatory's lock.
 */
public final class Mount implements Behaviour {

    /** Who it is. */
    public static final Component COMPONENT = new Component("ATMCS", 0);

    /** Lowest elevation, degrees. */
    public static final double MIN_ELEVATION = 10;
    /** Highest elevation, degrees. */
    public static final double MAX_ELEVATION = 86.5;
    /** Azimuth goes from minus that to that, degrees: the cables allow one and a half turns. */
    public static final double MAX_AZIMUTH = 270;

    private static final double MAX_SPEED = 2;
    private static final double MAX_ACCELERATION = 1;
    private static final double IN_POSITION_DEGREES = 0.01;
    private static final double MAX_DEMAND_AGE_SECONDS = 10;
    private static final double TELEMETRY_SECONDS = 1;
    private static final int LIMIT_FAULT = 1;

    private static final int TRACKING_DISABLED = 8;
    private static final int TRACKING_ENABLED = 9;
    private static final int STOPPING = 10;

    private static final SalTopic ENCODERS = SalTopic.of(
            "mount_AzEl_Encoders",
            Field.of("cRIO_timestamp", FieldType.DOUBLE, "second", "Time of the first sample, TAI unix seconds"),
            Field.of("elevationCalculatedAngle", FieldType.DOUBLE, "deg", "Elevation at 100 Hz")
                    .times(Trace.SAMPLES),
            Field.of("azimuthCalculatedAngle", FieldType.DOUBLE, "deg", "Azimuth at 100 Hz")
                    .times(Trace.SAMPLES),
            Field.of("trackId", FieldType.INT, "Number of the target"));
    private static final SalTopic VELOCITY = SalTopic.of(
            "measuredMotorVelocity",
            Field.of("cRIO_timestamp", FieldType.DOUBLE, "second", "Time of the first sample, TAI unix seconds"),
            Field.of("elevationMotorVelocity", FieldType.DOUBLE, "deg/second", "Speed in elevation at 100 Hz")
                    .times(Trace.SAMPLES),
            Field.of("azimuthMotor1Velocity", FieldType.DOUBLE, "deg/second", "Speed in azimuth at 100 Hz")
                    .times(Trace.SAMPLES));
    private static final List<Field> DEMAND = List.of(
            Field.of("azimuth", FieldType.DOUBLE, "deg", "Azimuth at that time, -270 to 270")
                    .needed(),
            Field.of("azimuthVelocity", FieldType.DOUBLE, "deg/second", "Its speed"),
            Field.of("elevation", FieldType.DOUBLE, "deg", "Elevation at that time")
                    .needed(),
            Field.of("elevationVelocity", FieldType.DOUBLE, "deg/second", "Its speed"),
            Field.of("taiTime", FieldType.DOUBLE, "second", "That time, TAI unix seconds; now if it is 0"),
            Field.of("trackId", FieldType.INT, "Number of the target"));
    private static final SalTopic TARGET = new SalTopic("target", DEMAND);
    private static final SalTopic MOUNT_STATE = SalTopic.of(
            "atMountState", Field.of("state", FieldType.INT, "8 tracking disabled, 9 tracking enabled, 10 stopping"));
    private static final SalTopic ALL_IN_POSITION = SalTopic.of(
            "allAxesInPosition", Field.of("inPosition", FieldType.BOOLEAN, "Whether both axes are on the target"));
    private static final SalTopic LIMITS = SalTopic.of(
            "positionLimits",
            Field.of("minimum", FieldType.DOUBLE, "deg", "Least elevation and azimuth")
                    .times(2),
            Field.of("maximum", FieldType.DOUBLE, "deg", "Greatest elevation and azimuth")
                    .times(2));

    private static final Declaration DECLARATION = new Declaration(
            COMPONENT,
            List.of(ENCODERS, VELOCITY),
            List.of(TARGET, MOUNT_STATE, ALL_IN_POSITION, LIMITS),
            List.of(SalTopic.of("startTracking"), new SalTopic("trackTarget", DEMAND), SalTopic.of("stopTracking")));

    private record Demand(
            double azimuth, double azimuthSpeed, double elevation, double elevationSpeed, double tai, int trackId) {

        double azimuthAt(double moment) {
            return azimuth + azimuthSpeed * (moment - tai);
        }

        double elevationAt(double moment) {
            return elevation + elevationSpeed * (moment - tai);
        }
    }

    private final Axis azimuth = new Axis(0, MAX_SPEED, MAX_ACCELERATION);
    private final Axis elevation = new Axis(80, MAX_SPEED, MAX_ACCELERATION);
    private final Every telemetry = new Every(TELEMETRY_SECONDS);
    private final Trace azimuthTrace = new Trace(azimuth.position());
    private final Trace elevationTrace = new Trace(elevation.position());
    private final Trace azimuthSpeedTrace = new Trace(0);
    private final Trace elevationSpeedTrace = new Trace(0);
    private int state = TRACKING_DISABLED;
    private int toldState = -1;
    private boolean inPosition;
    private @Nullable Boolean toldInPosition;
    private @Nullable Demand demand;
    private double lastUtc = Double.NaN;

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public boolean isFrequent(String command) {
        return command.equals("trackTarget");
    }

    /** Azimuth of the axis, -270 to 270 deg. */
    public double azimuth() {
        return azimuth.position();
    }

    /** Elevation, degrees. */
    public double elevation() {
        return elevation.position();
    }

    /** Whether it follows demands. */
    public boolean tracking() {
        return state == TRACKING_ENABLED;
    }

    /** Whether both axes are on the target. */
    public boolean inPosition() {
        return inPosition;
    }

    /** How far it is from the nearest limit, in degrees. */
    public double degreesToLimit() {
        return Math.min(
                MAX_AZIMUTH - Math.abs(azimuth()), Math.min(MAX_ELEVATION - elevation(), elevation() - MIN_ELEVATION));
    }

    /** The axis's azimuth for a direction: of those that the limits allow, the nearest to where it is now. */
    public double nearestAzimuth(double direction) {
        double nearest = azimuth() + Math.IEEEremainder(direction - azimuth(), 360);
        if (nearest > MAX_AZIMUTH) {
            return nearest - 360;
        }
        return nearest < -MAX_AZIMUTH ? nearest + 360 : nearest;
    }

    @Override
    public void announce(ObservatoryTime now, Publisher out) {
        out.event(LIMITS, new double[] {MIN_ELEVATION, -MAX_AZIMUTH}, new double[] {MAX_ELEVATION, MAX_AZIMUTH});
        Demand present = demand;
        if (present != null) {
            announceTarget(present, out);
        }
        toldState = -1;
        toldInPosition = null;
        tellChanges(out);
    }

    @Override
    public void step(ObservatoryTime now, SummaryState summaryState, Publisher out) {
        double seconds = Double.isNaN(lastUtc) ? 0 : Math.max(0, now.utc() - lastUtc);
        lastUtc = now.utc();
        move(now.tai(), seconds, out);
        azimuthTrace.add(seconds, azimuth.position());
        elevationTrace.add(seconds, elevation.position());
        azimuthSpeedTrace.add(seconds, azimuth.speed());
        elevationSpeedTrace.add(seconds, elevation.speed());
        tellChanges(out);
        if (telemetry.isDue(now.utc())) {
            double first = now.tai() - TELEMETRY_SECONDS;
            Demand present = demand;
            out.telemetry(
                    ENCODERS,
                    first,
                    elevationTrace.samples(),
                    azimuthTrace.samples(),
                    present == null ? 0 : present.trackId());
            out.telemetry(VELOCITY, first, elevationSpeedTrace.samples(), azimuthSpeedTrace.samples());
        }
    }

    private void move(double tai, double seconds, Publisher out) {
        Demand present = demand;
        if (state != TRACKING_ENABLED || present == null) {
            azimuth.brake(seconds);
            elevation.brake(seconds);
            inPosition = false;
            if (state == STOPPING && azimuth.atRest() && elevation.atRest()) {
                state = TRACKING_DISABLED;
            }
            return;
        }
        double wantedAzimuth = present.azimuthAt(tai);
        double wantedElevation = present.elevationAt(tai);
        if (!isWithinLimits(wantedAzimuth, wantedElevation)) {
            stop();
            out.fault(LIMIT_FAULT, "the target has run past a limit of the mount");
            return;
        }
        azimuth.follow(seconds, wantedAzimuth, present.azimuthSpeed());
        elevation.follow(seconds, wantedElevation, present.elevationSpeed());
        inPosition = Math.abs(azimuth.position() - wantedAzimuth) < IN_POSITION_DEGREES
                && Math.abs(elevation.position() - wantedElevation) < IN_POSITION_DEGREES;
    }

    @Override
    public Reply execute(String command, Parameters parameters, ObservatoryTime now, Publisher out) {
        switch (command) {
            case "startTracking" -> {
                if (state == STOPPING) {
                    return Reply.rejected("startTracking is not allowed while the mount is stopping");
                }
                state = TRACKING_ENABLED;
            }
            case "trackTarget" -> {
                return track(parameters, now, out);
            }
            case "stopTracking" -> stop();
            default -> throw new IllegalArgumentException("undeclared command " + command);
        }
        tellChanges(out);
        return Reply.DONE;
    }

    private Reply track(Parameters parameters, ObservatoryTime now, Publisher out) {
        double tai = parameters.number("taiTime");
        Demand next = new Demand(
                parameters.number("azimuth"),
                parameters.number("azimuthVelocity"),
                parameters.number("elevation"),
                parameters.number("elevationVelocity"),
                tai == 0 ? now.tai() : tai,
                parameters.integer("trackId"));
        if (state != TRACKING_ENABLED) {
            return Reply.rejected("trackTarget is not allowed while tracking is disabled: send startTracking first");
        }
        if (Math.abs(now.tai() - next.tai()) > MAX_DEMAND_AGE_SECONDS) {
            return Reply.rejected("taiTime is more than " + MAX_DEMAND_AGE_SECONDS + " s from now");
        }
        if (Math.abs(next.azimuthSpeed()) > MAX_SPEED || Math.abs(next.elevationSpeed()) > MAX_SPEED) {
            return Reply.rejected("the target is faster than " + MAX_SPEED + " deg/s");
        }
        if (!isWithinLimits(next.azimuthAt(now.tai()), next.elevationAt(now.tai()))) {
            return Reply.rejected("the target is beyond the limits: azimuth -" + MAX_AZIMUTH + " to " + MAX_AZIMUTH
                    + ", elevation " + MIN_ELEVATION + " to " + MAX_ELEVATION + " deg");
        }
        demand = next;
        announceTarget(next, out);
        return Reply.DONE;
    }

    @Override
    public void leaveEnabled(ObservatoryTime now, Publisher out) {
        if (state == TRACKING_ENABLED) {
            stop();
        }
        tellChanges(out);
    }

    private void stop() {
        demand = null;
        inPosition = false;
        state = azimuth.atRest() && elevation.atRest() ? TRACKING_DISABLED : STOPPING;
    }

    private static boolean isWithinLimits(double azimuth, double elevation) {
        return Math.abs(azimuth) <= MAX_AZIMUTH && elevation >= MIN_ELEVATION && elevation <= MAX_ELEVATION;
    }

    private static void announceTarget(Demand target, Publisher out) {
        out.event(
                TARGET,
                target.azimuth(),
                target.azimuthSpeed(),
                target.elevation(),
                target.elevationSpeed(),
                target.tai(),
                target.trackId());
    }

    private void tellChanges(Publisher out) {
        if (state != toldState) {
            toldState = state;
            out.event(MOUNT_STATE, state);
        }
        if (toldInPosition == null || toldInPosition != inPosition) {
            toldInPosition = inPosition;
            out.event(ALL_IN_POSITION, inPosition);
        }
    }
}
