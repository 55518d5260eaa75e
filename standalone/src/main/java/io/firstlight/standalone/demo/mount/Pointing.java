package io.firstlight.standalone.demo.mount;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.demo.sal.Behaviour;
import io.firstlight.standalone.demo.sal.Commands;
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
 * {@code ATPtg:0}: points the mount at a star, a place in the sky or a direction. Each second it works out where the target is, and how fast it
 * moves, and sends that to {@code ATMCS:0} as a command like anybody's; when one is refused, or the mount has stopped tracking, it gives up.
 *
 * <p>Topics are a part of ts_xml's ATPtg. Owned by whoever holds the observatory's lock.
 */
public final class Pointing implements Behaviour {

    /** Who it is. */
    public static final Component COMPONENT = new Component("ATPtg", 0);

    private static final double DEMAND_SECONDS = 1;
    private static final int WARNING = 30;

    private static final SalTopic CURRENT_TARGET_STATUS = SalTopic.of(
            "currentTargetStatus",
            Field.of("timestamp", FieldType.DOUBLE, "second", "TAI unix seconds"),
            Field.of("demandAz", FieldType.DOUBLE, "deg", "Where the target is: azimuth from north through east"),
            Field.of("demandEl", FieldType.DOUBLE, "deg", "Where the target is: elevation"),
            Field.of("lst", FieldType.DOUBLE, "hour", "Sidereal time at the summit"));
    private static final SalTopic CURRENT_TARGET = SalTopic.of(
            "currentTarget",
            Field.of("timestamp", FieldType.DOUBLE, "second", "When it was set, TAI unix seconds"),
            Field.of("targetName", FieldType.STRING, "Its name; empty if there is no target"),
            Field.of("ra", FieldType.DOUBLE, "hour", "Right ascension; not a number for a direction"),
            Field.of("declination", FieldType.DOUBLE, "deg", "Declination; not a number for a direction"),
            Field.of("azDegs", FieldType.DOUBLE, "deg", "Azimuth when it was set"),
            Field.of("elDegs", FieldType.DOUBLE, "deg", "Elevation when it was set"));

    private static final Declaration DECLARATION = new Declaration(
            COMPONENT,
            List.of(CURRENT_TARGET_STATUS),
            List.of(CURRENT_TARGET),
            List.of(
                    SalTopic.of(
                            "raDecTarget",
                            Field.of("targetName", FieldType.STRING, "Its name"),
                            Field.of("ra", FieldType.DOUBLE, "hour", "Right ascension, 0 to 24")
                                    .needed(),
                            Field.of("declination", FieldType.DOUBLE, "deg", "Declination, -90 to 90")
                                    .needed()),
                    SalTopic.of(
                            "azElTarget",
                            Field.of("targetName", FieldType.STRING, "Its name"),
                            Field.of("azDegs", FieldType.DOUBLE, "deg", "Azimuth, -270 to 360")
                                    .needed(),
                            Field.of("elDegs", FieldType.DOUBLE, "deg", "Elevation")
                                    .needed()),
                    SalTopic.of("stopTracking")));

    /** What is pointed at. */
    private sealed interface Target {
        String name();

        /** Moves with the sky. */
        record Star(String name, double ra, double declination) implements Target {}

        /** Stands still. */
        record Direction(String name, double azimuth, double elevation) implements Target {}
    }

    private final Every demands = new Every(DEMAND_SECONDS);
    private final Mount mount;
    private final Commands commands;
    private @Nullable Target target;
    private double setTai;
    private double setAzimuth = Double.NaN;
    private double setElevation = Double.NaN;
    private int trackId;

    /** Points that mount, through commands. */
    public Pointing(Mount mount, Commands commands) {
        this.mount = mount;
        this.commands = commands;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public void announce(ObservatoryTime now, Publisher out) {
        Target present = target;
        double ra = Double.NaN;
        double declination = Double.NaN;
        if (present instanceof Target.Star star) {
            ra = star.ra();
            declination = star.declination();
        }
        out.event(
                CURRENT_TARGET,
                setTai,
                present == null ? "" : present.name(),
                ra,
                declination,
                setAzimuth,
                setElevation);
    }

    @Override
    public void step(ObservatoryTime now, SummaryState state, Publisher out) {
        Target present = target;
        if (present == null || !demands.isDue(now.utc())) {
            return;
        }
        Sky.Motion motion = motion(present, now);
        Reply reply = mount.tracking() ? demand(motion, now) : Reply.rejected("ATMCS:0 does not track any more");
        if (reply instanceof Reply.Rejected rejected) {
            out.log(WARNING, present.name() + " is no longer tracked: " + rejected.reason());
            forget(now, out);
            return;
        }
        out.telemetry(
                CURRENT_TARGET_STATUS,
                now.tai(),
                motion.direction().azimuth(),
                motion.direction().elevation(),
                now.siderealSummit());
    }

    @Override
    public Reply execute(String command, Parameters parameters, ObservatoryTime now, Publisher out) {
        return switch (command) {
            case "raDecTarget" -> {
                double ra = parameters.number("ra");
                double declination = parameters.number("declination");
                if (ra < 0 || ra >= 24 || Math.abs(declination) > 90) {
                    yield Reply.rejected("ra must be from 0 to 24 hours, declination from -90 to 90 deg");
                }
                yield point(new Target.Star(name(parameters), ra, declination), now, out);
            }
            case "azElTarget" -> {
                double azimuth = parameters.number("azDegs");
                if (azimuth < -Mount.MAX_AZIMUTH || azimuth > 360) {
                    yield Reply.rejected("azDegs must be from -270 to 360 deg");
                }
                yield point(new Target.Direction(name(parameters), azimuth, parameters.number("elDegs")), now, out);
            }
            case "stopTracking" -> {
                Reply reply = commands.execute(Mount.COMPONENT, "stopTracking", empty(), COMPONENT.csc());
                forget(now, out);
                yield reply;
            }
            default -> throw new IllegalArgumentException("undeclared command " + command);
        };
    }

    private static String name(Parameters parameters) {
        String name = parameters.text("targetName");
        return name.isEmpty() ? "unnamed" : name;
    }

    private Reply point(Target next, ObservatoryTime now, Publisher out) {
        Sky.Motion motion = motion(next, now);
        double elevation = motion.direction().elevation();
        if (elevation < Mount.MIN_ELEVATION || elevation > Mount.MAX_ELEVATION) {
            return Reply.rejected(next.name() + " is at an elevation of " + Math.round(elevation)
                    + " deg, beyond the limits of the mount");
        }
        Reply started = commands.execute(Mount.COMPONENT, "startTracking", empty(), COMPONENT.csc());
        if (started instanceof Reply.Rejected) {
            return started;
        }
        trackId++;
        Reply demanded = demand(motion, now);
        if (demanded instanceof Reply.Done) {
            target = next;
            setTai = now.tai();
            setAzimuth = motion.direction().azimuth();
            setElevation = elevation;
            announce(now, out);
        }
        return demanded;
    }

    private Reply demand(Sky.Motion motion, ObservatoryTime now) {
        ObjectNode params = empty();
        params.put("azimuth", mount.nearestAzimuth(motion.direction().azimuth()));
        params.put("azimuthVelocity", motion.azimuthSpeed());
        params.put("elevation", motion.direction().elevation());
        params.put("elevationVelocity", motion.elevationSpeed());
        params.put("taiTime", now.tai());
        params.put("trackId", trackId);
        return commands.execute(Mount.COMPONENT, "trackTarget", params, COMPONENT.csc());
    }

    private static Sky.Motion motion(Target target, ObservatoryTime now) {
        return switch (target) {
            case Target.Star star -> Sky.motion(star.ra(), star.declination(), now.siderealSummit());
            case Target.Direction place -> new Sky.Motion(new Sky.Direction(place.azimuth(), place.elevation()), 0, 0);
        };
    }

    @Override
    public void leaveEnabled(ObservatoryTime now, Publisher out) {
        if (target != null) {
            var unused = commands.execute(Mount.COMPONENT, "stopTracking", empty(), COMPONENT.csc());
            forget(now, out);
        }
    }

    private void forget(ObservatoryTime now, Publisher out) {
        target = null;
        setTai = now.tai();
        setAzimuth = Double.NaN;
        setElevation = Double.NaN;
        announce(now, out);
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
