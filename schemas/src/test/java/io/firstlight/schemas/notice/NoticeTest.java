package io.firstlight.schemas.notice;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NoticeTest {

    @Test
    void isAnEventOfItsGroup() {
        assertThat(Notice.ofType("jobs", "summary").address()).hasToString("event:jobs:0:summary");
        assertThat(Notice.ofId("job_events", 41).address()).hasToString("event:job_events:41:detail");
        assertThat(new Notice("jobs", 41, "status_changed").address()).hasToString("event:jobs:41:status_changed");
    }

    @Test
    void needsAnIdOrATypeAndLegalNames() {
        assertThatThrownBy(() -> new Notice("jobs", null, null)).hasMessageContaining("needs an id or a type");
        assertThatThrownBy(() -> Notice.ofId("jobs", -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> Notice.ofType("jobs", "a b")).hasMessageContaining("a b");
        assertThatThrownBy(() -> Notice.ofType("all", "x")).hasMessageContaining("all");
    }
}
