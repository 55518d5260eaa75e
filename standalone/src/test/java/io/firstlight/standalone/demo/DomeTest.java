package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.address.Category;
import io.firstlight.standalone.demo.sal.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** {@code ATDome:0} by what it sends. */
final class DomeTest {

    private final SteppedObservatory observatory = new SteppedObservatory();

    private double azimuth() {
        return observatory.telemetry("ATDome", "position", "azimuthPosition").doubleValue();
    }

    @Test
    void turnsToWhereItIsToldAndSaysSoAllTheWay() {
        assertThat(observatory.command("ATDome", "moveAzimuth", "{\"azimuth\": 45}"))
                .isEqualTo(Reply.DONE);
        assertThat(observatory
                        .event("ATDome", "azimuthCommandedState", "commandedState")
                        .intValue())
                .isEqualTo(2);
        assertThat(observatory
                        .event("ATDome", "azimuthCommandedState", "azimuth")
                        .doubleValue())
                .isEqualTo(45);

        observatory.advance(3);
        assertThat(azimuth()).isBetween(2.0, 10.0);
        assertThat(observatory.event("ATDome", "azimuthState", "state").intValue())
                .isEqualTo(2);
        assertThat(observatory
                        .event("ATDome", "azimuthInPosition", "inPosition")
                        .booleanValue())
                .isFalse();

        observatory.advance(20);
        assertThat(azimuth()).isCloseTo(45, within(1e-6));
        assertThat(observatory.event("ATDome", "azimuthState", "state").intValue())
                .isEqualTo(1);
        assertThat(observatory
                        .event("ATDome", "azimuthInPosition", "inPosition")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void takesTheShorterWayAcrossNorth() {
        observatory.command("ATDome", "moveAzimuth", "{\"azimuth\": 350}");
        observatory.advance(2);

        assertThat(azimuth()).isBetween(350.0, 360.0);
        assertThat(observatory.event("ATDome", "azimuthState", "state").intValue())
                .isEqualTo(3);
    }

    @Test
    void stopsWhereItIsWhenToldSo() {
        observatory.command("ATDome", "moveAzimuth", "{\"azimuth\": 170}");
        observatory.command("ATDome", "openShutter", "{}");
        observatory.advance(4);
        observatory.command("ATDome", "stopMotion", "{}");
        observatory.advance(5);
        double stopped = azimuth();
        observatory.advance(5);

        assertThat(azimuth()).isEqualTo(stopped).isBetween(5.0, 30.0);
        assertThat(observatory
                        .event("ATDome", "azimuthCommandedState", "commandedState")
                        .intValue())
                .isEqualTo(4);
        assertThat(observatory.event("ATDome", "mainDoorState", "state").intValue())
                .isEqualTo(3);
    }

    @Test
    void opensAndClosesItsDoors() {
        assertThat(observatory.event("ATDome", "mainDoorState", "state").intValue())
                .isEqualTo(1);
        observatory.command("ATDome", "openShutter", "{}");
        observatory.advance(3);
        assertThat(observatory.event("ATDome", "mainDoorState", "state").intValue())
                .isEqualTo(4);
        observatory.advance(12);
        assertThat(observatory.event("ATDome", "mainDoorState", "state").intValue())
                .isEqualTo(2);
        assertThat(observatory
                        .telemetry("ATDome", "position", "mainDoorOpeningPercentage")
                        .doubleValue())
                .isEqualTo(100);
        assertThat(observatory
                        .event("ATDome", "shutterInPosition", "inPosition")
                        .booleanValue())
                .isTrue();
        observatory.command("ATDome", "closeShutter", "{}");
        observatory.advance(3);
        assertThat(observatory.event("ATDome", "mainDoorState", "state").intValue())
                .isEqualTo(5);
        observatory.advance(12);
        assertThat(observatory.event("ATDome", "mainDoorState", "state").intValue())
                .isEqualTo(1);
    }

    @Test
    void sendsItsPositionTwiceASecond() {
        observatory.take();
        observatory.advance(10);

        assertThat(observatory.payloads(Category.TELEMETRY, "ATDome", "position"))
                .hasSizeBetween(19, 21);
    }

    @Test
    void sendsEventsOnChangeOnly() {
        observatory.advance(5);
        observatory.take();
        observatory.advance(60);

        List<JsonNode> events = observatory.payloads(Category.EVENT, "ATDome", "azimuthState");
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"azimuth\": \"10\"}", "{\"azimuth\": 361}", "{\"azimuth\": -1}", "{\"speed\": 3}"})
    void refusesWhatItCannotDoAndStaysAsItIs(String params) {
        observatory.take();

        assertThat(observatory.command("ATDome", "moveAzimuth", params)).isInstanceOf(Reply.Rejected.class);
        assertThat(observatory.take()).isEmpty();
    }

    @Test
    void whatMovesStopsWhenItIsDisabledAndItMovesNoMoreUntilItIsEnabled() {
        observatory.command("ATDome", "moveAzimuth", "{\"azimuth\": 170}");
        observatory.advance(5);
        assertThat(observatory.command("ATDome", "disable", "{}")).isEqualTo(Reply.DONE);
        observatory.advance(5);

        assertThat(observatory.event("ATDome", "azimuthState", "state").intValue())
                .isEqualTo(1);
        assertThat(observatory.event("ATDome", "summaryState", "summaryState").intValue())
                .isEqualTo(1);
        assertThat(observatory.command("ATDome", "moveAzimuth", "{\"azimuth\": 10}"))
                .isEqualTo(Reply.rejected("moveAzimuth is not allowed: ATDome:0 is disabled, not enabled"));
        assertThat(observatory.command("ATDome", "enable", "{}")).isEqualTo(Reply.DONE);
        assertThat(observatory.command("ATDome", "moveAzimuth", "{\"azimuth\": 10}"))
                .isEqualTo(Reply.DONE);
    }
}
