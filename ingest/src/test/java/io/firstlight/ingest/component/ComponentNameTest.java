package io.firstlight.ingest.component;

import io.firstlight.schemas.address.Component;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class ComponentNameTest {

    @ParameterizedTest
    @CsvSource({
        "ATDome, ATDome, 0, CSC",
        "ATDome:0, ATDome, 0, CSC",
        "MTHexapod:1, MTHexapod, 1, CSC",
        "MTHexapod:02, MTHexapod, 2, CSC",
        "my-thing_2:7, my-thing_2, 7, CSC",
        "_x, _x, 0, CSC",
        "ScriptQueue:3, ScriptQueue, 3, SCRIPT_QUEUE",
        "Watcher, Watcher, 0, WATCHER",
        "Watcher:1, Watcher, 1, CSC",
        "Station, Station, 0, PLAIN"
    })
    void readsNamesWithAndWithoutIndexAndKnowsTheirKind(
            String text, String csc, int salindex, ProducerFactory.Kind kind) {
        Component component = ComponentName.parse(text);

        assertThat(component).isEqualTo(new Component(csc, salindex));
        assertThat(new Bench(java.util.Map.of(ComponentConfig.PLAIN, "Station"), LastState.NONE)
                        .factory.kind(component))
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "'ATDome:', has a colon and no index after it",
        "ATDome:abc, the index 'abc' of 'ATDome:abc' is not a whole number",
        "ATDome:-1, the index '-1' of 'ATDome:-1' is not a whole number",
        "ATDome:1:2, the index '1:2' of 'ATDome:1:2' is not a whole number",
        "ATDome:*, is a wildcard",
        "ATDome:99999999999, is above 2147483647",
        "'', names no component",
        "':1', names no component",
        "2Dome, names no component",
        "AT Dome, names no component",
        "AT.Dome, names no component"
    })
    void saysWhatIsWrongWithAName(String text, String part) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComponentName.parse(text))
                .withMessageContaining(part.replace("''", "'"));
    }

    @ParameterizedTest
    @CsvSource({"ScriptQueue", "ScriptQueue:0"})
    void wantsToKnowWhichScriptQueue(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProducerFactory.component(name))
                .withMessageContaining("needs an index");
    }
}
