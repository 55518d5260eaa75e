package io.firstlight.standalone.fault;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The faults of issue 3: each part is killed, and each stands still. Stateless. */
final class Faults {

    /** System property: a regular expression that leaves out the faults whose words it is not found in. For work on one of them. */
    static final String ONLY = "faults.only";

    private Faults() {}

    static List<Fault> of(Installation installation, Duration absence, Duration standstill) {
        Pattern only = Pattern.compile(System.getProperty(ONLY, ""));
        return Stream.of(
                        Fault.kill("the leader broker", installation::leaderBroker, absence),
                        Fault.kill("an edge", () -> installation.service("edge1"), absence),
                        Fault.kill("a router", () -> installation.service("router1"), absence),
                        Fault.kill("the archive", () -> installation.service("archive1"), absence),
                        Fault.kill("PostgreSQL", installation::postgres, absence),
                        Fault.freeze("the leader broker", installation::leaderBroker, standstill),
                        Fault.freeze("an edge", () -> installation.service("edge2"), standstill),
                        Fault.freeze("a router", () -> installation.service("router1"), standstill),
                        Fault.freeze("the archive", () -> installation.service("archive1"), standstill),
                        Fault.freeze("PostgreSQL", installation::postgres, standstill))
                .filter(fault -> only.matcher(fault.toString()).find())
                .toList();
    }
}
