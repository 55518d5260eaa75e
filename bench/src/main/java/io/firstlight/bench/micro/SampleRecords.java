package io.firstlight.bench.micro;

import io.firstlight.bench.message.Stamp;
import io.firstlight.bench.message.Template;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.record.RecordWriter;

import java.nio.charset.StandardCharsets;

/** Records as producers write them, for the benchmarks. Stateless. */
public final class SampleRecords {

    /** Whose they are. */
    public static final Component COMPONENT = new Component("MTDome", 1);

    private static final int BYTES_OF_A_STREAM = 230;

    private SampleRecords() {}

    /** The name of a stream. */
    public static String stream(int number) {
        return "stream" + number;
    }

    /** The value of a record with that many streams; with one it has about 350 bytes. */
    public static byte[] value(Category category, int streams) {
        StringBuilder data = new StringBuilder("{");
        for (int i = 0; i < streams; i++) {
            byte[] one = Template.data(stream(i), BYTES_OF_A_STREAM).with(new Stamp(1, i, 1, 1));
            data.append(i == 0 ? "" : ",").append(new String(one, 1, one.length - 2, StandardCharsets.UTF_8));
        }
        byte[] json = data.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return RecordWriter.write(
                category, COMPONENT, false, json, new Span(0, json.length), "bench", "1790000000.123456");
    }
}
