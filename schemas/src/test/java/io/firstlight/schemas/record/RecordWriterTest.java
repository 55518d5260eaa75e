package io.firstlight.schemas.record;

import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.RandomJson;
import io.firstlight.schemas.json.Span;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

class RecordWriterTest {

    private static final List<Category> CATEGORIES = List.of(Category.values());

    @Test
    void writesWhatTheParserReads() {
        for (long seed = 1; seed <= 5_000; seed++) {
            RandomJson json = new RandomJson(seed, false);
            Category category = CATEGORIES.get(json.random().nextInt(CATEGORIES.size()));
            Component component = new Component("MT_Mount-1.x", json.random().nextInt());
            boolean text = json.random().nextBoolean();
            String producer = json.random().nextBoolean() ? null : "name \"é\" \ud800";
            String producerSnd = json.random().nextBoolean() ? null : json.number();
            String data = "{\"a\":" + json.value(3) + ",\"b\":" + json.value(3) + "}";
            byte[] source = ("xx" + data + "yy").getBytes(StandardCharsets.UTF_8);

            byte[] value = RecordWriter.write(
                    category, component, text, source, new Span(2, source.length - 2), producer, producerSnd);

            assertThat(RecordParser.parse(value))
                    .as("seed %d: %s", seed, data)
                    .isInstanceOfSatisfying(ComponentRecord.class, record -> {
                        assertThat(record.category()).isEqualTo(category);
                        assertThat(record.component()).isEqualTo(component);
                        assertThat(record.salindexIsText()).isEqualTo(text);
                        assertThat(record.producer()).isEqualTo(producer);
                        assertThat(text(record, record.data())).isEqualTo(data);
                        if (producerSnd == null) {
                            assertThat(record.producerSnd()).isNull();
                        } else {
                            assertThat(text(record, Objects.requireNonNull(record.producerSnd())))
                                    .isEqualTo(producerSnd);
                        }
                    });
        }
    }

    private static String text(ComponentRecord record, Span span) {
        return new String(record.value(), span.start(), span.length(), StandardCharsets.UTF_8);
    }
}
