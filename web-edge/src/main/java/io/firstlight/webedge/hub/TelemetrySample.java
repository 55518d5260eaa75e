package io.firstlight.webedge.hub;

import io.firstlight.schemas.json.Span;
import io.firstlight.webedge.merge.Extremes;
import io.firstlight.webedge.merge.NumericLeaves;
import io.firstlight.webedge.outbox.Sample;
import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/**
 * One telemetry record on its way to the subscribers of a row, who share it. Immutable but for the numbers found in it, which are looked for
 * when the first slow client needs them.
 */
final class TelemetrySample implements Sample {

    private final byte[] frame;
    private final byte[] source;
    private final Span payload;
    private final boolean hasExtremes;
    private final @Nullable String latePosition;
    private final boolean isLateTheSame;
    private final boolean keepsOrder;
    private final Function<Extras, byte[]> encoding;
    private volatile @Nullable NumericLeaves leaves;

    /**
     * A sample.
     *
     * @param frame as it goes out alone
     * @param source bytes that hold the payload
     * @param payload where in them it lies
     * @param hasExtremes whether a merged frame says anything of the others
     * @param latePosition the position of a frame that has waited, whether it stands for one sample or several; null where later samples of
     *     the group may have gone before it, or earlier ones wait behind
     * @param isLateTheSame whether the frame has that position, so that it is the same after waiting
     * @param keepsOrder whether samples of other keys may be of the same streams
     * @param encoding makes the frame of this record with other extras
     */
    TelemetrySample(
            byte[] frame,
            byte[] source,
            Span payload,
            boolean hasExtremes,
            @Nullable String latePosition,
            boolean isLateTheSame,
            boolean keepsOrder,
            Function<Extras, byte[]> encoding) {
        this.frame = frame;
        this.source = source;
        this.payload = payload;
        this.hasExtremes = hasExtremes;
        this.latePosition = latePosition;
        this.isLateTheSame = isLateTheSame;
        this.keepsOrder = keepsOrder;
        this.encoding = encoding;
    }

    @Override
    public byte[] frame() {
        return frame;
    }

    @Override
    public byte[] lateFrame() {
        return isLateTheSame ? frame : encoding.apply(Extras.at(latePosition));
    }

    @Override
    public boolean keepsOrder() {
        return keepsOrder;
    }

    @Override
    public NumericLeaves leaves() {
        NumericLeaves found = leaves;
        if (found == null) {
            found = hasExtremes ? NumericLeaves.of(source, payload) : NumericLeaves.NONE;
            leaves = found;
        }
        return found;
    }

    @Override
    public byte[] mergedFrame(Extremes extremes) {
        return encoding.apply(Extras.merged(latePosition, extremes));
    }
}
