package io.firstlight.webedge.hub;

import io.firstlight.schemas.record.StreamSpan;

import java.util.ArrayList;
import java.util.List;

/**
 * Which streams come together in the records of a component. Mostly each stream comes in records of one kind only; where it does not, the
 * order between records of different kinds matters, and merging must keep it. Owned by the hub's thread.
 */
final class StreamSets {

    /** Who mixes more kinds than this is taken for one who overlaps. */
    private static final int MOST = 16;

    private final List<List<String>> kinds = new ArrayList<>(1);
    private boolean overlap;

    /** Notes the streams of a record; whether any stream has come in records of different kinds by now. */
    boolean overlapWith(List<StreamSpan> streams) {
        if (!overlap && kinds.stream().noneMatch(kind -> isOf(kind, streams))) {
            overlap = kinds.size() == MOST
                    || kinds.stream().anyMatch(kind -> streams.stream().anyMatch(s -> kind.contains(s.stream())));
            kinds.add(streams.stream().map(StreamSpan::stream).toList());
        }
        return overlap;
    }

    private static boolean isOf(List<String> kind, List<StreamSpan> streams) {
        if (kind.size() != streams.size()) {
            return false;
        }
        for (int i = 0; i < kind.size(); i++) {
            if (!kind.get(i).equals(streams.get(i).stream())) {
                return false;
            }
        }
        return true;
    }
}
