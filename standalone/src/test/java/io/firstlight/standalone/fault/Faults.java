package io.firstlight.standalone.fault;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is done: each part is killed, and each stands still. Stateless. */
final class Faults {

    /** System property: a regular expression that leaves out the faults whose words it is not found in. For work on one of them. */
    static final String ONLY = "faults.only";

    private Faults() {}

    /** All in little time: several parts at once. */
    static List<Fault> inShort(Installation installation, Duration absence, Duration standstill) {
        return List.of(
                Fault.kill("the leader broker", installation::leaderBroker, absence),
                Fault.kill(
                        "an edge and the archive",
                        () -> Together.of(installation.service("edge1"), installation.service("archive1")),
                        absence),
                Fault.kill(
                        "the router and PostgreSQL",
                        () -> Together.of(installation.service("router1"), installation.postgres()),
                        absence),
                Fault.freeze("the leader broker", installation::leaderBroker, standstill),
                Fault.freeze(
                        "an edge, the router, the archive and PostgreSQL",
                        () -> Together.of(
                                installation.service("edge2"),
                                installation.service("router1"),
                                installation.service("archive1"),
                                installation.postgres()),
                        standstill));
    }

    /** One part after the other. */
    static List<Fault> oneByOne(Installation installation, Duration absence, Duration standstill) {
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
