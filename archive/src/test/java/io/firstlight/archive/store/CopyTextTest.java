package io.firstlight.archive.store;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class CopyTextTest {

    private final CopyText out = new CopyText();

    @Test
    void separatesFieldsByTabsAndRowsByNewlines() {
        out.text("a").number(-1).endRow();
        out.nothing().text("b").endRow();
        assertThat(written()).isEqualTo("a\t-1\n\\N\tb\n");
    }

    @Test
    void escapesWhatWouldEndAFieldOrBeginAnEscape() {
        out.text("tab\t line\n return\r back\\slash \\N").endRow();
        assertThat(written()).isEqualTo("tab\\t line\\n return\\r back\\\\slash \\\\N\n");
    }

    @Test
    void leavesOtherTextAndOtherControlCharactersAlone() {
        out.text("").text("é 漢 😀 \b\f").endRow();
        assertThat(written()).isEqualTo("\té 漢 😀 \b\f\n");
    }

    @Test
    void writesTimesInUtcWithMilliseconds() {
        out.time(1_700_000_000_123L).time(-1).endRow();
        assertThat(written()).isEqualTo("2023-11-14T22:13:20.123Z\t1969-12-31T23:59:59.999Z\n");
    }

    @Test
    void growsWithALongField() {
        String longText = "x".repeat(1_000_000) + "\\";
        out.text(longText).endRow();
        assertThat(written()).isEqualTo(longText + "\\\n");
    }

    private String written() {
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
}
