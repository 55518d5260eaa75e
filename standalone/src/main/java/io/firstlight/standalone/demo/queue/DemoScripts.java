package io.firstlight.standalone.demo.queue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firstlight.standalone.demo.dome.Dome;
import io.firstlight.standalone.demo.mount.Mount;
import io.firstlight.standalone.demo.mount.Pointing;
import io.firstlight.standalone.demo.mount.Sky;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The scripts of the demo. What they command is really done, and they wait until it is. */
public final class DemoScripts {

    private static final double SLEW_SECONDS = 300;
    private static final double SHUTTER_SECONDS = 60;
    private static final String HIGHEST = "highest";

    private final Dome dome;
    private final Mount mount;
    private final DoubleSupplier siderealHours;

    /**
     * Scripts for those two.
     *
     * @param siderealHours the summit's sidereal time at the moment of the call
     */
    public DemoScripts(Dome dome, Mount mount, DoubleSupplier siderealHours) {
        this.dome = dome;
        this.mount = mount;
        this.siderealHours = siderealHours;
    }

    /** All of them. */
    List<ScriptKind> all() {
        return List.of(
                new ScriptKind(
                        true,
                        "auxtel/prepare_for/onsky.py",
                        "PrepareForOnSky",
                        "Opens the dome.",
                        List.of(),
                        12,
                        "ATDome",
                        config -> List.of(
                                new Step.Checkpoint("Opening the dome"), toDome("openShutter"), shutterInPosition())),
                new ScriptKind(
                        true,
                        "auxtel/shutdown.py",
                        "Shutdown",
                        "Stops tracking, closes the dome and turns it home.",
                        List.of(),
                        40,
                        "ATPtg,ATDome",
                        config -> List.of(
                                new Step.Checkpoint("Stopping the mount"),
                                new Step.Command(Pointing.COMPONENT, "stopTracking", params()),
                                new Step.Checkpoint("Closing the dome"),
                                toDome("closeShutter"),
                                toDome("homeAzimuth"),
                                shutterInPosition(),
                                domeInPosition())),
                new ScriptKind(
                        true,
                        "auxtel/point_azel.py",
                        "PointAzEl",
                        "Points mount and dome in a direction.",
                        List.of(
                                new Option.NumberOption("az", 0, 360, 0, "Azimuth in degrees."),
                                new Option.NumberOption(
                                        "el", Mount.MIN_ELEVATION, Mount.MAX_ELEVATION, 80, "Elevation in degrees.")),
                        30,
                        "ATPtg,ATDome",
                        config -> direction(config.number("az"), config.number("el"))),
                new ScriptKind(
                        true,
                        "auxtel/track_target.py",
                        "TrackTarget",
                        "Points mount and dome at a star and tracks it.",
                        List.of(
                                new Option.Word(
                                        "target_name",
                                        names(),
                                        HIGHEST,
                                        "A bright star; highest is the one that is highest now."),
                                new Option.NumberOption("track_for", 0, 600, 30, "How long to track, in seconds.")),
                        90,
                        "ATPtg,ATDome",
                        config -> star(config.word("target_name"), config.number("track_for"))),
                new ScriptKind(
                        true,
                        "sleep.py",
                        "Sleep",
                        "Does nothing for a while.",
                        List.of(new Option.NumberOption("sleep_for", 0, 600, 10, "How long, in seconds.")),
                        10,
                        "",
                        config -> List.of(new Step.Checkpoint("Sleeping"), new Step.Wait(config.number("sleep_for")))),
                new ScriptKind(
                        false,
                        "demo/sky_tour.py",
                        "SkyTour",
                        "Visits the three stars that are highest now, one after the other.",
                        List.of(new Option.NumberOption("stay", 0, 120, 5, "How long at each, in seconds.")),
                        240,
                        "ATPtg,ATDome",
                        config -> tour(config.number("stay"))));
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of(HIGHEST));
        Sky.STARS.forEach(star -> names.add(star.name()));
        return names;
    }

    private List<Step> direction(double azimuth, double elevation) {
        return List.of(
                new Step.Checkpoint("Slewing"),
                new Step.Command(
                        Pointing.COMPONENT,
                        "azElTarget",
                        params().put("targetName", "AzEl")
                                .put("azDegs", azimuth)
                                .put("elDegs", elevation)),
                domeTo(azimuth),
                mountInPosition(),
                domeInPosition());
    }

    private List<Step> star(String name, double seconds) {
        Sky.Star star = Sky.star(name).orElseGet(() -> highest().getFirst());
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Checkpoint("Slewing to " + star.name()));
        steps.add(new Step.Command(
                Pointing.COMPONENT,
                "raDecTarget",
                params().put("targetName", star.name())
                        .put("ra", star.raHours())
                        .put("declination", star.decDegrees())));
        steps.add(domeTo(Sky.direction(star.raHours(), star.decDegrees(), siderealHours.getAsDouble())
                .azimuth()));
        steps.add(mountInPosition());
        steps.add(domeInPosition());
        steps.add(new Step.Checkpoint("Tracking " + star.name()));
        steps.add(new Step.Wait(seconds));
        return steps;
    }

    private List<Step> tour(double seconds) {
        List<Step> steps = new ArrayList<>();
        highest().stream().limit(3).forEach(star -> steps.addAll(star(star.name(), seconds)));
        return steps;
    }

    /** The highest first; those too high for the mount come last. */
    private List<Sky.Star> highest() {
        double now = siderealHours.getAsDouble();
        return Sky.STARS.stream()
                .sorted(Comparator.comparingDouble(star -> {
                    double elevation = Sky.direction(star.raHours(), star.decDegrees(), now)
                            .elevation();
                    return elevation > Mount.MAX_ELEVATION - 2 ? 0 : -elevation;
                }))
                .toList();
    }

    private static Step toDome(String command) {
        return new Step.Command(Dome.COMPONENT, command, params());
    }

    private static Step domeTo(double azimuth) {
        return new Step.Command(Dome.COMPONENT, "moveAzimuth", params().put("azimuth", azimuth));
    }

    private Step shutterInPosition() {
        return new Step.Until("the shutter is in position", dome::shutterInPosition, SHUTTER_SECONDS);
    }

    private Step domeInPosition() {
        return new Step.Until("the dome is in position", dome::azimuthInPosition, SLEW_SECONDS);
    }

    private Step mountInPosition() {
        return new Step.Until("the mount is in position", mount::inPosition, SLEW_SECONDS);
    }

    private static ObjectNode params() {
        return JsonNodeFactory.instance.objectNode();
    }
}
