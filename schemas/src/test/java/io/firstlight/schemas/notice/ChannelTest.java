package io.firstlight.schemas.notice;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChannelTest {

    @Test
    void namesAThingWhenTheElementIsANumberInItsShortestForm() {
        assertThat(new Channel("job_events", "41").id()).hasValue(41);
        assertThat(new Channel("jobs", "status_changed").id()).isEmpty();
        assertThat(new Channel("job_events", "041").id()).isEmpty();
        assertThat(new Channel("job_events", "-1").id()).isEmpty();
        assertThat(new Channel("job_events", "99999999999").id()).isEmpty();
    }

    @Test
    void hasANameShorterThanAHundredCharacters() {
        assertThat(new Channel("g".repeat(50), "e".repeat(48)).name()).hasSize(99);
        assertThat(Channel.isLegal("g".repeat(50), "e".repeat(49))).isFalse();
    }

    @Test
    void refusesWhatIsNoName() {
        assertThat(Channel.isLegal("jobs", "")).isFalse();
        assertThat(Channel.isLegal("jobs", "a b")).isFalse();
        assertThat(Channel.isLegal("jobs", "all")).isFalse();
        assertThat(Channel.isLegal("all", "summary")).isFalse();
        assertThatThrownBy(() -> new Channel("jobs", "a b")).hasMessageContaining("a b");
    }
}
