package io.firstlight.standalone.fault;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** The long form, of the profile {@code faults}: standstills of 20 s, more load, more clients. Writes {@code target/faults/long.md}. */
@Tag("faults")
class LongFaults {

    private static final FaultRun.Size SIZE = new FaultRun.Size(2, 12, 400, 20, Duration.ofSeconds(5));
    private static final Duration ABSENCE = Duration.ofSeconds(5);
    private static final Duration STANDSTILL = Duration.ofSeconds(20);

    @Test
    void nothingAcknowledgedIsLostOrRepeatedWhateverProcessIsKilledOrStandsStillForLong() throws Exception {
        try (FaultPlace place = FaultPlace.create("long");
                FaultRun run = FaultRun.start(place.data(), place.logs(), SIZE)) {
            run.sufferAll(Faults.oneByOne(run.installation(), ABSENCE, STANDSTILL), place.table());
        }
    }
}
