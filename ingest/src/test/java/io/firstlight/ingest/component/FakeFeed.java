package io.firstlight.ingest.component;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** A feed of what the test says. */
final class FakeFeed implements Feed {

    private final List<String> order;
    private List<Interest> interests = List.of();
    private @Nullable Listener listener;
    private boolean working;

    FakeFeed(List<String> order) {
        this.order = order;
    }

    @Override
    public void start(Collection<Interest> wanted, Listener heard) {
        order.add("feed starts");
        interests = List.copyOf(wanted);
        listener = heard;
    }

    List<Interest> interests() {
        return interests;
    }

    Listener listener() {
        return Objects.requireNonNull(listener);
    }

    @Override
    public boolean isWorking() {
        return working;
    }

    /** What it says of itself. */
    void setWorking(boolean isWorking) {
        working = isWorking;
    }

    @Override
    public void close() {
        order.add("feed closes");
    }
}
