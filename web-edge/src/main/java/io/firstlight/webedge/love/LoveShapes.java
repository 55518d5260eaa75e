package io.firstlight.webedge.love;

import java.time.InstantSource;

/**
 * The shapes of an edge's LOVE frames, one of each: the hub tells shapes by identity. Immutable.
 *
 * @param plain as LOVE sends them, and nothing else
 * @param extended with the keys of ours but positions
 * @param positioned with all of them
 */
record LoveShapes(LoveShape plain, LoveShape extended, LoveShape positioned) {

    /** Shapes without time stamps of the way through. */
    static final LoveShapes UNTRACED = of(Tracing.NONE);

    /** Shapes whose frames say when they passed where. */
    static LoveShapes traced(InstantSource clock) {
        return of(new Tracing.Stamps(clock));
    }

    private static LoveShapes of(Tracing tracing) {
        return new LoveShapes(
                new LoveShape(false, false, tracing),
                new LoveShape(true, false, tracing),
                new LoveShape(true, true, tracing));
    }

    /** The shape for a client that uses these options. */
    LoveShape of(LoveOptions options) {
        if (!options.used()) {
            return plain;
        }
        return options.positions() ? positioned : extended;
    }
}
