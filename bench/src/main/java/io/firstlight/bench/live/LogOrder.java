package io.firstlight.bench.live;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds what one client got against the log: everything that is known to be stored, once, and within a partition in the order of offsets. A
 * post whose outcome is not known may have come or not, but not twice. Stateless.
 */
final class LogOrder {

    private LogOrder() {}

    /**
     * What is wrong.
     *
     * @param missing stored and not come
     * @param repeated come again
     * @param outOfOrder come after one that is later in the log
     */
    record Account(long missing, long repeated, long outOfOrder) {
        boolean isRight() {
            return missing == 0 && repeated == 0 && outOfOrder == 0;
        }

        Account plus(Account other) {
            return new Account(missing + other.missing, repeated + other.repeated, outOfOrder + other.outOfOrder);
        }
    }

    /** Judges the numbers in the order in which they came. */
    static Account check(Places places, Numbers came) {
        BitSet seen = new BitSet(places.posts() + 1);
        Map<Integer, Long> reached = new HashMap<>();
        long repeated = 0;
        long outOfOrder = 0;
        for (int i = 0; i < came.size(); i++) {
            int number = came.get(i);
            if (seen.get(number)) {
                repeated++;
                continue;
            }
            seen.set(number);
            if (places.isStored(number)) {
                long offset = places.offset(number);
                long before = reached.merge(places.partition(number), offset, Math::max);
                outOfOrder += before > offset ? 1 : 0;
            }
        }
        long missing = 0;
        for (int number = 1; number <= places.posts(); number++) {
            missing += places.isStored(number) && !seen.get(number) ? 1 : 0;
        }
        return new Account(missing, repeated, outOfOrder);
    }
}
