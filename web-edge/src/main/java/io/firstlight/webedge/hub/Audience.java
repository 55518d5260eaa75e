package io.firstlight.webedge.hub;

import java.util.ArrayList;
import java.util.List;

/**
 * The live subscriptions of one target, in rows of one wire shape each, so that a frame is encoded once per row. Joining and leaving take
 * constant time: a leaver's seat is taken by the row's last member. Owned by the hub's thread.
 *
 * <p>A member may leave while the rows are walked if they are walked from the last to the first: who takes its seat has been visited.
 */
final class Audience {

    private final List<Row> rows = new ArrayList<>(1);

    /** The subscriptions of one shape. */
    static final class Row {
        private final WireShape shape;
        private final Throttle throttle;
        private final List<Seat> seats = new ArrayList<>(1);

        private Row(WireShape shape) {
            this.shape = shape;
            this.throttle = shape.throttle();
        }

        WireShape shape() {
            return shape;
        }

        /** What all of them are spared. */
        Throttle throttle() {
            return throttle;
        }

        int size() {
            return seats.size();
        }

        Subscription subscription(int i) {
            return seats.get(i).subscription;
        }
    }

    /** One subscription's place; gives it up when asked. */
    static final class Seat {
        private final Audience audience;
        private final Row row;
        private final Subscription subscription;
        private int index;

        private Seat(Audience audience, Row row, Subscription subscription, int index) {
            this.audience = audience;
            this.row = row;
            this.subscription = subscription;
            this.index = index;
        }

        void leave() {
            Seat last = row.seats.removeLast();
            if (last != this) {
                row.seats.set(index, last);
                last.index = index;
            }
            if (row.seats.isEmpty()) {
                audience.rows.remove(row);
            }
        }
    }

    List<Row> rows() {
        return rows;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    Seat join(Subscription subscription) {
        Row row = rowOf(subscription.shape());
        Seat seat = new Seat(this, row, subscription, row.seats.size());
        row.seats.add(seat);
        return seat;
    }

    @SuppressWarnings("ReferenceEquality") // a shape is told by identity, as WireShape says
    private Row rowOf(WireShape shape) {
        for (Row row : rows) {
            if (row.shape == shape) {
                return row;
            }
        }
        Row row = new Row(shape);
        rows.add(row);
        return row;
    }
}
