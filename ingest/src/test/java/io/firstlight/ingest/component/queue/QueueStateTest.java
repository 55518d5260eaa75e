package io.firstlight.ingest.component.queue;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

final class QueueStateTest {

    @Test
    void remembersOfScriptsThatAreNotListedThoseThatWereHeardLast() {
        QueueState queue = new QueueState(10);
        for (int topic = 0; topic < 2; topic++) {
            // As the past comes: each topic from its first script to its last.
            for (int script = 1; script <= 5_000; script++) {
                ScriptDetails details = queue.details(script);
                details.heard(script);
                details.log(("topic " + topic).getBytes(UTF_8));
            }
        }

        assertThat(queue.details(4_900).log())
                .as("both topics of a late one are there")
                .hasSize(2);
        assertThat(queue.isKnown(17)).isFalse();
    }

    @Test
    void passesOverWhatIsNoEarlierPayload() {
        QueueState queue = new QueueState(10);
        for (String other : new String[] {"nonsense", "[]", "{\"current_scripts\": 3}", "{\"current_scripts\": [3]}"}) {
            queue.takeBackScripts(other.getBytes(UTF_8));
            queue.takeBackSchemas(other.getBytes(UTF_8));
        }

        assertThat(new String(queue.scripts(), UTF_8))
                .isEqualTo("{\"current_scripts\": [], \"waiting_scripts\": [], \"finished_scripts\": []}");
    }
}
