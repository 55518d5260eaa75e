package io.firstlight.schemas.code;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class CodesTest {

    @Test
    void giveEachErrorANumberAndANameOfItsOwn() {
        assertThat(Stream.of(ErrorCode.values()).map(ErrorCode::number)).doesNotHaveDuplicates();
        assertThat(Stream.of(CloseCode.values()).map(CloseCode::number)).doesNotHaveDuplicates();
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(code.httpStatus()).as(code.name()).isBetween(400, 599);
            assertThat(code.meaning()).as(code.name()).isNotBlank().endsWith(".");
            assertThat(code.wireName()).as(code.name()).matches("[a-z_]+");
        }
    }

    @Test
    void stayWithinWhatACloseFrameHolds() {
        for (CloseCode code : CloseCode.values()) {
            assertThat(code.reason().getBytes(StandardCharsets.UTF_8))
                    .as(code.name())
                    .hasSizeLessThanOrEqualTo(123);
            assertThat(code.number()).as(code.name()).isBetween(1000, 4999).isNotEqualTo(4000);
            if (code.remedy() != Remedy.GIVE_UP) {
                // LOVE's front end never comes back after 1000.
                assertThat(code.number()).as(code.name()).isNotEqualTo(1000);
            }
        }
    }

    /** Clients have these numbers in their code. A new code is a new line here; a line is never changed or taken away. */
    @Test
    void neverChangeTheirNumbers() throws IOException {
        List<String> codes = new ArrayList<>();
        for (ErrorCode code : ErrorCode.values()) {
            codes.add("error " + code.number() + " " + code.wireName() + " " + code.httpStatus());
        }
        for (CloseCode code : CloseCode.values()) {
            codes.add("close " + code.number() + " " + code.name().toLowerCase(java.util.Locale.ROOT));
        }
        assertThat(codes).containsExactlyInAnyOrderElementsOf(released());
    }

    private static List<String> released() throws IOException {
        try (InputStream in = Objects.requireNonNull(CodesTest.class.getResourceAsStream("/released/codes.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
