package io.firstlight.webedge.hub;

import io.firstlight.webedge.merge.Extremes;
import io.firstlight.webedge.merge.NumericLeaves;
import io.firstlight.webedge.outbox.Sample;

/** A sample whose frame says all, also for those before it. */
@SuppressWarnings("ArrayRecordComponent") // never compared; the frame is shared
record NewestFrame(byte[] frame) implements Sample {

    @Override
    public NumericLeaves leaves() {
        return NumericLeaves.NONE;
    }

    @Override
    public byte[] mergedFrame(Extremes extremes) {
        return frame;
    }
}
