package io.firstlight.standalone.demo;

import io.firstlight.schemas.address.Category;
import io.firstlight.standalone.demo.mount.Sky;
import io.firstlight.standalone.demo.sal.Reply;
import io.firstlight.webedge.time.ObservatoryTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** {@code ATMCS:0} and {@code ATPtg:0} by what they send. */
final class MountTest {

    private final SteppedObservatory observatory = new SteppedObservatory();

    private double lastElevation() {
        return observatory
                .telemetry("ATMCS", "mount_AzEl_Encoders", "elevationCalculatedAngle")
                .path(99)
                .doubleValue();
    }

    private boolean inPosition() {
        return observatory.event("ATMCS", "allAxesInPosition", "inPosition").booleanValue();
    }

    /** The star that is nearest to 60 degrees now, wherever the clock is set. */
    private Sky.Star star() {
        double sidereal = ObservatoryTime.at(observatory.now()).siderealSummit();
        return Sky.STARS.stream()
                .min((one, other) -> Double.compare(distance(one, sidereal), distance(other, sidereal)))
                .orElseThrow();
    }

    private static double distance(Sky.Star star, double sidereal) {
        return Math.abs(
                Sky.direction(star.raHours(), star.decDegrees(), sidereal).elevation() - 60);
    }

    @Test
    void pointsAtAStarAndFollowsItOverTheSky() {
        Sky.Star star = star();
        assertThat(observatory.command(
                        "ATPtg",
                        "raDecTarget",
                        "{\"targetName\": \"" + star.name() + "\", \"ra\": " + star.raHours() + ", \"declination\": "
                                + star.decDegrees() + "}"))
                .isEqualTo(Reply.DONE);
        assertThat(observatory.event("ATPtg", "currentTarget", "targetName").textValue())
                .isEqualTo(star.name());
        assertThat(observatory.event("ATMCS", "atMountState", "state").intValue())
                .isEqualTo(9);
        observatory.advanceUntil(this::inPosition, 200);

        observatory.advance(600);

        assertThat(inPosition()).isTrue();
        double expected = Sky.direction(
                        star.raHours(),
                        star.decDegrees(),
                        ObservatoryTime.at(observatory.now()).siderealSummit())
                .elevation();
        // The last sample is up to a second old.
        assertThat(lastElevation()).isCloseTo(expected, within(0.006));
    }

    @Test
    void movingTakesTime() {
        observatory.command("ATPtg", "azElTarget", "{\"azDegs\": 90, \"elDegs\": 40}");
        double seconds = observatory.advanceUntil(this::inPosition, 200);

        // 90 degrees at 2 deg/s, with 1 deg/s for speeding up and braking.
        assertThat(seconds).isCloseTo(47, within(1.5));
        assertThat(lastElevation()).isCloseTo(40, within(1e-4));
    }

    @Test
    void telemetryHasAHundredSamplesOfEachSecond() {
        observatory.take();
        observatory.advance(10);

        assertThat(observatory.payloads(Category.TELEMETRY, "ATMCS", "mount_AzEl_Encoders"))
                .hasSizeBetween(9, 11)
                .allSatisfy(payload -> assertThat(
                                payload.path("azimuthCalculatedAngle").path("value"))
                        .hasSize(100));
        assertThat(observatory
                        .payloads(Category.TELEMETRY, "ATMCS", "measuredMotorVelocity")
                        .getLast()
                        .path("azimuthMotor1Velocity")
                        .path("units")
                        .textValue())
                .isEqualTo("deg/second");
    }

    @Test
    void demandsAreRefusedUntilTrackingIsStarted() {
        String demand = "{\"azimuth\": 10, \"elevation\": 50}";
        assertThat(observatory.command("ATMCS", "trackTarget", demand)).isInstanceOf(Reply.Rejected.class);

        assertThat(observatory.command("ATMCS", "startTracking", "{}")).isEqualTo(Reply.DONE);
        assertThat(observatory.command("ATMCS", "trackTarget", demand)).isEqualTo(Reply.DONE);
        observatory.advanceUntil(this::inPosition, 60);
        assertThat(observatory.command("ATMCS", "stopTracking", "{}")).isEqualTo(Reply.DONE);
        observatory.advance(1);
        assertThat(observatory.event("ATMCS", "atMountState", "state").intValue())
                .isEqualTo(8);
    }

    @Test
    void demandsBeyondTheLimitsOrOfAnotherTimeAreRefused() {
        observatory.command("ATMCS", "startTracking", "{}");

        assertThat(observatory.command("ATMCS", "trackTarget", "{\"azimuth\": 271, \"elevation\": 50}"))
                .isInstanceOf(Reply.Rejected.class);
        assertThat(observatory.command("ATMCS", "trackTarget", "{\"azimuth\": 1, \"elevation\": 89}"))
                .isInstanceOf(Reply.Rejected.class);
        assertThat(observatory.command("ATMCS", "trackTarget", "{\"azimuth\": 1, \"elevation\": 50, \"taiTime\": 5}"))
                .isInstanceOf(Reply.Rejected.class);
        assertThat(observatory.command("ATPtg", "azElTarget", "{\"azDegs\": 1, \"elDegs\": 5}"))
                .isInstanceOf(Reply.Rejected.class);
    }

    @Test
    void aTargetThatRunsPastALimitLeadsToFaultAndTheStateMachineBackFromIt() {
        observatory.command("ATMCS", "startTracking", "{}");
        observatory.command("ATMCS", "trackTarget", "{\"azimuth\": 0, \"elevation\": 80, \"elevationVelocity\": 0.5}");
        observatory.advance(20);

        assertThat(observatory.event("ATMCS", "summaryState", "summaryState").intValue())
                .isEqualTo(3);
        assertThat(observatory.event("ATMCS", "errorCode", "errorCode").intValue())
                .isEqualTo(1);
        assertThat(observatory.event("ATMCS", "logMessage", "level").intValue()).isEqualTo(40);
        assertThat(observatory.event("Watcher", "alarm", "name").textValue()).contains("ATMCS:0");
        for (String command : new String[] {"standby", "start", "enable"}) {
            assertThat(observatory.command("ATMCS", command, "{}")).as(command).isEqualTo(Reply.DONE);
        }
        assertThat(observatory.event("ATMCS", "summaryState", "summaryState").intValue())
                .isEqualTo(2);
    }

    @Test
    void pointingGivesUpWhenTheMountIsStoppedByAnother() {
        observatory.command("ATPtg", "azElTarget", "{\"azDegs\": 90, \"elDegs\": 40}");
        observatory.advance(3);
        observatory.command("ATMCS", "stopTracking", "{}");
        observatory.advance(3);

        assertThat(observatory.event("ATPtg", "currentTarget", "targetName").textValue())
                .isEmpty();
        assertThat(observatory.event("ATPtg", "logMessage", "message").textValue())
                .contains("no longer tracked");
    }

    @Test
    void demandsAreNotLoggedEachSecond() {
        observatory.command("ATPtg", "azElTarget", "{\"azDegs\": 10, \"elDegs\": 70}");
        observatory.take();
        observatory.advance(10);

        assertThat(observatory.payloads(Category.EVENT, "ATMCS", "logMessage")).isEmpty();
        assertThat(observatory.payloads(Category.EVENT, "ATMCS", "target")).hasSizeBetween(9, 11);
    }
}
