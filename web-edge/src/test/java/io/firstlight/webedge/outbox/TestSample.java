package io.firstlight.webedge.outbox;

import io.firstlight.schemas.json.JsonOutput;
import io.firstlight.schemas.json.Span;
import io.firstlight.webedge.merge.Extremes;
import io.firstlight.webedge.merge.NumericLeaves;

import java.nio.charset.StandardCharsets;

/** A sample as the hub makes them: plain, of which the newest says all, or with a payload and extremes. */
final class TestSample implements Sample {

    private final byte[] frame;
    private final boolean plain;
    private int extractions;

    private TestSample(byte[] frame, boolean plain) {
        this.frame = frame;
        this.plain = plain;
    }

    static TestSample plain(byte[] frame) {
        return new TestSample(frame, true);
    }

    /** A frame that is its own payload, a JSON object. */
    static TestSample of(String payload) {
        return new TestSample(payload.getBytes(StandardCharsets.UTF_8), false);
    }

    @Override
    public byte[] frame() {
        return frame;
    }

    @Override
    public NumericLeaves leaves() {
        extractions++;
        return plain ? NumericLeaves.NONE : NumericLeaves.of(frame, new Span(0, frame.length));
    }

    @Override
    public byte[] mergedFrame(Extremes extremes) {
        if (plain) {
            return frame;
        }
        JsonOutput out = new JsonOutput(frame.length * 2)
                .span(frame, 0, frame.length - 1)
                .literal(", \"merged\": {\"count\": ")
                .number(extremes.count())
                .literal(", \"extremes\": ");
        extremes.appendTo(out);
        return out.literal("}}").toByteArray();
    }

    /** How often somebody asked for its numbers. */
    int extractions() {
        return extractions;
    }
}
