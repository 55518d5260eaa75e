package io.firstlight.standalone.fault;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** The short form: every build runs it, in one to two minutes; several parts suffer at once. */
@Tag("faults")
class FaultsIT {

    private static final FaultRun.Size SIZE = new FaultRun.Size(1, 8, 200, 8, Duration.ofSeconds(1));
    private static final Duration ABSENCE = Duration.ofSeconds(1);
    private static final Duration STANDSTILL = Duration.ofSeconds(2);

    @Test
    void nothingAcknowledgedIsLostOrRepeatedWhateverProcessIsKilledOrStandsStill() throws Exception {
        try (FaultPlace place = FaultPlace.create("short");
                FaultRun run = FaultRun.start(place.data(), place.logs(), SIZE)) {
            run.sufferAll(Faults.inShort(run.installation(), ABSENCE, STANDSTILL), place.table());

            Account sabotaged = run.sabotage();
            assertThat(sabotaged.lostInArchive()).isPositive();
            assertThat(sabotaged.repeatedInLog()).isEqualTo(1);
            assertThat(sabotaged.repeatedToClients()).isPositive();
        }
    }
}
