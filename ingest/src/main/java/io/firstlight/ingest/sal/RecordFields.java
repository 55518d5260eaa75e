package io.firstlight.ingest.sal;

import io.firstlight.ingest.component.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record: its bytes as they came, and where in them each field begins. JSON is made when it is first asked for: most samples of
 * telemetry are followed by another before anybody is told. Immutable but for that; thread-safe.
 */
final class RecordFields implements Fields {

    private final RecordPlan plan;
    private final byte[] bytes;
    private final int[] starts;
    private final double receivedTai;
    private volatile byte @Nullable [] json;

    RecordFields(RecordPlan plan, byte[] bytes, int[] starts, double receivedTai) {
        this.plan = plan;
        this.bytes = bytes;
        this.starts = starts;
        this.receivedTai = receivedTai;
    }

    double sentTai() {
        return plan.sentTai(bytes, starts);
    }

    @Override
    public byte[] toJson() {
        byte[] made = json;
        if (made == null) {
            // Two threads may both make it; it is the same.
            made = plan.json(bytes, starts, receivedTai);
            json = made;
        }
        return made;
    }

    @Override
    public @Nullable Object value(String name) {
        return plan.value(name, bytes, starts, receivedTai);
    }
}
