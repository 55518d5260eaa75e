package io.firstlight.standalone.demo.weather;

import io.firstlight.schemas.address.Component;
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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code ESS:301}, the index of the weather station in Rubin's environment system: temperature, humidity, dew point, pressure and wind that
 * wander slowly, once a second each. Gusts are short, so that the wind passes the limit for an open dome now and then. Topics are those of
 * ts_xml's ESS.
 *
 * <p>Owned by whoever holds the observatory's lock.
 */
public final class WeatherStation implements Behaviour {

    /** Who it is. */
    public static final Component COMPONENT = new Component("ESS", 301);

    private static final double PERIOD_SECONDS = 1;
    private static final int TEMPERATURES = 16;
    private static final int PRESSURES = 2;
    private static final String SENSOR = "DemoWeather";
    private static final String LOCATION = "Weather tower";

    private static final List<Field> HEAD = List.of(
            Field.of("sensorName", FieldType.STRING, "The sensor"),
            Field.of("timestamp", FieldType.DOUBLE, "second", "When it was measured, TAI unix seconds"));
    private static final Field WHERE = Field.of("location", FieldType.STRING, "Where the sensor is");

    private static final SalTopic TEMPERATURE = topic(
            "temperature",
            Field.of("numChannels", FieldType.INT, "How many of the values are used"),
            Field.of("temperatureItem", FieldType.FLOAT, "deg_C", "Temperatures; unused ones are not a number")
                    .times(TEMPERATURES));
    private static final SalTopic HUMIDITY =
            topic("relativeHumidity", Field.of("relativeHumidityItem", FieldType.FLOAT, "%", "Relative humidity"));
    private static final SalTopic DEW_POINT =
            topic("dewPoint", Field.of("dewPointItem", FieldType.FLOAT, "deg_C", "Dew point"));
    private static final SalTopic PRESSURE = topic(
            "pressure",
            Field.of("numChannels", FieldType.INT, "How many of the values are used"),
            Field.of("pressureItem", FieldType.FLOAT, "Pa", "Air pressures; unused ones are not a number")
                    .times(PRESSURES));
    private static final SalTopic AIR_FLOW = topic(
            "airFlow",
            Field.of("direction", FieldType.FLOAT, "deg", "Where the wind comes from, 0 to 360"),
            Field.of("speed", FieldType.FLOAT, "m/s", "Speed of the wind"),
            Field.of("maxSpeed", FieldType.FLOAT, "m/s", "Greatest speed of the last minute, forgotten slowly"));

    private static final Declaration DECLARATION = new Declaration(
            COMPONENT, List.of(TEMPERATURE, HUMIDITY, DEW_POINT, PRESSURE, AIR_FLOW), List.of(), List.of());

    private final Every samples = new Every(PERIOD_SECONDS);
    private final Wander temperature;
    private final Wander humidity;
    private final Wander pressure;
    private final Wander direction;
    private final Wander wind;
    private final Wander gust;
    private double speed;
    private double maxSpeed;
    private double lastUtc = Double.NaN;

    /** A mild night; the same seed makes the same weather. */
    public WeatherStation(RandomGenerator random) {
        temperature = new Wander(random, 11, 2, 3_600);
        humidity = new Wander(random, 35, 10, 2_400);
        pressure = new Wander(random, 74_300, 150, 7_200);
        direction = new Wander(random, 40, 60, 1_800);
        wind = new Wander(random, 6, 2.5, 900);
        gust = new Wander(random, 0, 1.5, 10);
        speed = wind.value();
        maxSpeed = speed;
    }

    private static SalTopic topic(String name, Field... fields) {
        return new SalTopic(name, join(HEAD, fields));
    }

    private static List<Field> join(List<Field> head, Field... fields) {
        List<Field> all = new ArrayList<>(head);
        all.addAll(List.of(fields));
        all.add(WHERE);
        return all;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    /** The wind's speed, m/s. */
    public double windSpeed() {
        return speed;
    }

    @Override
    public void announce(ObservatoryTime now, Publisher out) {
        // It has no events of its own.
    }

    @Override
    public void step(ObservatoryTime now, SummaryState state, Publisher out) {
        if (!samples.isDue(now.utc())) {
            return;
        }
        double seconds = Double.isNaN(lastUtc) ? 0 : Math.max(0, now.utc() - lastUtc);
        lastUtc = now.utc();
        wander(seconds);
        if (state != SummaryState.ENABLED) {
            return;
        }
        double humidityPercent = clamp(humidity.value(), 3, 99);
        double[] temperatures = unused(TEMPERATURES);
        temperatures[0] = rounded(temperature.value());
        double[] pressures = unused(PRESSURES);
        pressures[0] = rounded(pressure.value());
        out.telemetry(TEMPERATURE, SENSOR, now.tai(), 1, temperatures, LOCATION);
        out.telemetry(HUMIDITY, SENSOR, now.tai(), rounded(humidityPercent), LOCATION);
        out.telemetry(DEW_POINT, SENSOR, now.tai(), rounded(dewPoint(temperature.value(), humidityPercent)), LOCATION);
        out.telemetry(PRESSURE, SENSOR, now.tai(), 1, pressures, LOCATION);
        out.telemetry(
                AIR_FLOW,
                SENSOR,
                now.tai(),
                rounded(((direction.value() % 360) + 360) % 360),
                rounded(speed),
                rounded(maxSpeed),
                LOCATION);
    }

    private void wander(double seconds) {
        temperature.step(seconds);
        humidity.step(seconds);
        pressure.step(seconds);
        direction.step(seconds);
        speed = Math.max(0, wind.step(seconds) + gust.step(seconds));
        maxSpeed = Math.max(speed, maxSpeed + (speed - maxSpeed) * Math.min(1, seconds / 60));
    }

    /** Magnus's formula with the constants of Sonntag (1990), over water. */
    static double dewPoint(double celsius, double humidityPercent) {
        double gamma = Math.log(humidityPercent / 100) + 17.62 * celsius / (243.12 + celsius);
        return 243.12 * gamma / (17.62 - gamma);
    }

    @Override
    public Reply execute(String command, Parameters parameters, ObservatoryTime now, Publisher out) {
        throw new IllegalArgumentException("undeclared command " + command);
    }

    @Override
    public void leaveEnabled(ObservatoryTime now, Publisher out) {
        // The weather goes on; only the telemetry ends.
    }

    private static double[] unused(int count) {
        double[] values = new double[count];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
