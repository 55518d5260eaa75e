package io.firstlight.ingest.component.watcher;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

final class AlarmsTest {

    private static byte[] fields(String stamp) {
        return ("{\"private_sndStamp\": {\"value\": " + stamp + "}}").getBytes(UTF_8);
    }

    private static String text(Alarms alarms) {
        return new String(alarms.payload(), UTF_8);
    }

    @Test
    void forgetsTheOneThatWasToldLongestAgoWhenThereAreTooMany() {
        Alarms alarms = new Alarms(2);
        alarms.take("a", 3, fields("3"));
        alarms.take("b", 2, fields("2"));
        alarms.take("c", 4, fields("4"));

        assertThat(text(alarms)).contains("\"a\"", "\"c\"").doesNotContain("\"b\"");
    }

    @Test
    void keepsTheNewerSample() {
        Alarms alarms = new Alarms();

        assertThat(alarms.take("a", 3, fields("3"))).isTrue();
        assertThat(alarms.take("a", 2, fields("2"))).isFalse();
        assertThat(alarms.take("a", 3, fields("3.0")))
                .as("the same moment, told later")
                .isTrue();
        assertThat(text(alarms)).isEqualTo("{\"alarms\": {\"a\": {\"private_sndStamp\": {\"value\": 3.0}}}}");
    }

    @Test
    void passesOverWhatIsNoDictionary() {
        for (String other :
                new String[] {"[1]", "{\"alarms\": 3}", "{\"alarms\": {\"b\": 1, \"c\": {}}}", "{}", "null"}) {
            Alarms alarms = new Alarms();
            alarms.take("a", 3, fields("3"));
            alarms.takeBack(other.getBytes(UTF_8), 0);

            assertThat(text(alarms)).isEqualTo("{\"alarms\": {\"a\": {\"private_sndStamp\": {\"value\": 3}}}}");
        }
    }
}
