package io.firstlight.standalone.tap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ComponentFilterTest {

    @Test
    void withoutIndexTakesEveryInstance() {
        ComponentFilter filter = ComponentFilter.parse("Dome");

        assertThat(filter.matches("Dome:1")).isTrue();
        assertThat(filter.matches("Dome:2")).isTrue();
        assertThat(filter.matches("MTDome:1")).isFalse();
    }

    @Test
    void withIndexTakesOneInstance() {
        ComponentFilter filter = ComponentFilter.parse("Dome:1");

        assertThat(filter.matches("Dome:1")).isTrue();
        assertThat(filter.matches("Dome:11")).isFalse();
    }

    @Test
    void findsTheComponentInKeysOfTheStateTopic() {
        assertThat(ComponentFilter.parse("Dome:1").matches("event:Dome:1:position"))
                .isTrue();
        assertThat(ComponentFilter.parse("Dome:1").matches("event:Mount:1:Dome"))
                .isFalse();
    }

    @Test
    void takesNoRecordThatBelongsToNoComponent() {
        assertThat(ComponentFilter.parse("Dome").matches(null)).isFalse();
        assertThat(ComponentFilter.parse("Dome").matches("Dome")).isFalse();
        assertThat(ComponentFilter.parse("Dome").matches("a:b:c")).isFalse();
    }
}
