package io.firstlight.ingest.sal;

import io.firstlight.ingest.component.Interest;

import java.util.Collection;
import java.util.List;

/** What somebody wants of one topic. Immutable. */
final class Wanted {

    private final List<Interest> interests;

    private Wanted(List<Interest> interests) {
        this.interests = interests;
    }

    /** What those who are interested in anything want of that topic. */
    static Wanted of(Collection<Interest> interests, SalTopic topic) {
        return new Wanted(interests.stream()
                .filter(interest -> interest.wants(topic.csc(), topic.category(), topic.stream()))
                .toList());
    }

    boolean isNothing() {
        return interests.isEmpty();
    }

    boolean includes(int instance) {
        for (Interest interest : interests) {
            if (interest.wants(instance)) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody wants the whole past; then all get it. */
    boolean isWholePast() {
        return interests.stream().anyMatch(interest -> interest.past() == Interest.Past.ALL);
    }
}
