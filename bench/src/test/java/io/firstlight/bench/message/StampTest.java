package io.firstlight.bench.message;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Json;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class StampTest {

    private static final Component COMPONENT = new Component("Bench", 3);

    @Test
    void isFoundAgainInTheMessageItWasWrittenInto() {
        Stamp stamp = new Stamp(12, 34, 567, -89);
        byte[] message = Template.loveFrame(COMPONENT, "load", 350).with(stamp);

        assertThat(Stamp.find(message, 0, message.length)).isEqualTo(stamp);
    }

    @Test
    void hasRoomForEveryNumber() throws IOException {
        Stamp stamp = new Stamp(Integer.MAX_VALUE, 99_999_999, Long.MAX_VALUE, Long.MIN_VALUE + 1);
        byte[] message = Template.data("load", 350).with(stamp);

        assertThat(Stamp.find(message, 0, message.length)).isEqualTo(stamp);
        assertThat(Json.mapper().readTree(message).at("/load/0/bench/2").asLong())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isNotFoundWhereThereIsNone() {
        byte[] other = "{\"data\":\"bench\",\"b\":[1,2,3,4]}".getBytes(StandardCharsets.US_ASCII);

        assertThat(Stamp.find(other, 0, other.length)).isNull();
        byte[] cut = Template.data("load", 350).with(new Stamp(1, 2, 3, 4));
        assertThat(Stamp.find(cut, 0, 40)).isNull();
    }

    @Test
    void doesNotChangeTheTemplate() {
        Template template = Template.data("load", 350);
        byte[] first = template.with(new Stamp(1, 1, 1_000_000, 1));
        byte[] second = template.with(new Stamp(2, 2, 2, 2));

        assertThat(Stamp.find(first, 0, first.length)).isEqualTo(new Stamp(1, 1, 1_000_000, 1));
        assertThat(Stamp.find(second, 0, second.length)).isEqualTo(new Stamp(2, 2, 2, 2));
    }

    @Test
    void messagesHaveTheSizeThatWasAskedFor() throws IOException {
        for (int size : new int[] {200, 350, 351, 5000}) {
            byte[] frame = Template.loveFrame(COMPONENT, "load", size).with(new Stamp(1, 2, 3, 4));

            assertThat(frame).hasSize(size);
            assertThat(Json.mapper().readTree(frame).get("category").asText()).isEqualTo(Category.EVENT.loveName());
        }
    }
}
