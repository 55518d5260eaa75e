package io.firstlight.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.ingest.producer.Message;
import io.firstlight.schemas.address.Component;
import io.firstlight.standalone.demo.dome.Dome;
import io.firstlight.standalone.demo.mount.Mount;
import io.firstlight.standalone.demo.mount.Pointing;
import io.firstlight.standalone.demo.observinglog.ObservingLog;
import io.firstlight.standalone.demo.queue.DemoScripts;
import io.firstlight.standalone.demo.queue.ScriptQueue;
import io.firstlight.standalone.demo.sal.Behaviour;
import io.firstlight.standalone.demo.sal.Csc;
import io.firstlight.standalone.demo.sal.Declaration;
import io.firstlight.standalone.demo.sal.Reply;
import io.firstlight.standalone.demo.sal.SummaryState;
import io.firstlight.standalone.demo.watcher.Rule;
import io.firstlight.standalone.demo.watcher.Severity;
import io.firstlight.standalone.demo.watcher.Watcher;
import io.firstlight.standalone.demo.weather.WeatherStation;
import io.firstlight.webedge.time.ObservatoryTime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * All components of the demo, stepped with a time: no thread, no clock, and the same random numbers and times give the same messages. Owned by
 * one caller at a time.
 */
public final class Observatory {

    private static final double WIND_LIMIT = 12;
    private static final double WIND_END = 10;
    private static final double NEAR_LIMIT_DEGREES = 3;

    private final Map<Component, Csc> components = new LinkedHashMap<>();
    private final Consumer<Message> outbox;
    private final String version;
    private final long origin;
    private final Dome dome = new Dome();
    private final Mount mount = new Mount();
    private final WeatherStation weather;
    private ObservatoryTime now;
    private boolean windy;

    /**
     * An observatory at rest, all of it ENABLED.
     *
     * @param start the moment at which it begins
     * @param random where the weather comes from
     * @param version what {@code softwareVersions} say
     * @param origin number of the process
     * @param outbox takes the messages
     */
    public Observatory(Instant start, RandomGenerator random, String version, long origin, Consumer<Message> outbox) {
        this.outbox = outbox;
        this.version = version;
        this.origin = origin;
        this.now = ObservatoryTime.at(start);
        this.weather = new WeatherStation(random);
        add(dome);
        add(mount);
        add(new Pointing(mount, this::executeNow));
        add(weather);
        add(new ScriptQueue(new DemoScripts(dome, mount, () -> now.siderealSummit()), this::executeNow));
        add(new ObservingLog());
        // The last one: its rules look at the others.
        add(new Watcher(rules()));
    }

    private void add(Behaviour behaviour) {
        components.put(behaviour.declaration().component(), new Csc(behaviour, outbox, version, origin));
    }

    private List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        components.forEach((component, csc) ->
                rules.add(new Rule("Enabled." + component.key(), () -> enabled(component, csc.state()))));
        rules.add(new Rule("OpenInWind." + Dome.COMPONENT.key(), this::openInWind));
        rules.add(new Rule("NearLimit." + Mount.COMPONENT.key(), this::nearLimit));
        return rules;
    }

    private static Rule.Reading enabled(Component component, SummaryState state) {
        return switch (state) {
            case ENABLED -> Rule.Reading.FINE;
            case DISABLED, STANDBY -> new Rule.Reading(Severity.WARNING, component.key() + " is " + state.words());
            case OFFLINE -> new Rule.Reading(Severity.SERIOUS, component.key() + " is offline");
            case FAULT -> new Rule.Reading(Severity.CRITICAL, component.key() + " is in fault");
        };
    }

    /** A wind that trembles around the limit is one alarm, not many. */
    private Rule.Reading openInWind() {
        windy = weather.windSpeed() > (windy ? WIND_END : WIND_LIMIT);
        return windy && dome.mainDoorPercent() > 0
                ? new Rule.Reading(Severity.SERIOUS, "the dome is open while the wind is above " + WIND_LIMIT + " m/s")
                : Rule.Reading.FINE;
    }

    private Rule.Reading nearLimit() {
        return mount.degreesToLimit() < NEAR_LIMIT_DEGREES
                ? new Rule.Reading(
                        Severity.WARNING, "the mount is less than " + NEAR_LIMIT_DEGREES + " deg from a limit")
                : Rule.Reading.FINE;
    }

    /** Sends the present value of every event, so that the state is complete. */
    public void announce(Instant instant) {
        now = ObservatoryTime.at(instant);
        components.values().forEach(csc -> csc.announce(now));
    }

    /** Goes on to that moment. */
    public void step(Instant instant) {
        now = ObservatoryTime.at(instant);
        components.values().forEach(csc -> csc.step(now));
    }

    /** Says that every component has ended. */
    public void sayGoodbye(Instant instant) {
        now = ObservatoryTime.at(instant);
        components.values().forEach(csc -> csc.sayGoodbye(now));
    }

    /**
     * Carries out a command; one that is refused changes nothing.
     *
     * @param command its name without {@code cmd_}
     * @param params an object
     * @param identity who asks
     */
    public Reply execute(Component component, String command, JsonNode params, String identity, Instant instant) {
        now = ObservatoryTime.at(instant);
        return executeNow(component, command, params, identity);
    }

    private Reply executeNow(Component component, String command, JsonNode params, String identity) {
        Csc csc = components.get(component);
        if (csc == null) {
            return Reply.rejected("there is no component " + component.key());
        }
        return csc.execute(command, params, identity, now);
    }

    /** What all components send and understand; does not change. */
    public List<Declaration> declarations() {
        return components.values().stream().map(Csc::declaration).toList();
    }
}
