package io.firstlight.webedge.simulation;

import io.firstlight.schemas.code.CloseCode;
import io.firstlight.webedge.hub.Start;
import io.firstlight.webedge.hub.Subscriber;
import io.firstlight.webedge.hub.Subscription;
import io.firstlight.webedge.outbox.FrameSink;
import io.firstlight.webedge.outbox.Outbox;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One client: its connection, if it has one, and a view per group; over its connections it remembers what it was told last. */
final class SimulatedClient {

    private final String name;
    private final World world;
    private final Random random;
    private final Map<String, GroupView> views = new HashMap<>();
    private final Map<Integer, GroupView> unanswered = new HashMap<>();
    private final List<GroupView> lost = new ArrayList<>();
    private @Nullable Connection connection;
    private boolean slow;

    SimulatedClient(String name, World world, Random random) {
        this.name = name;
        this.world = world;
        this.random = random;
    }

    /** A socket: takes frames at once, or, of a slow client, when it is told to. */
    private final class Connection implements FrameSink {
        private final SimulatedEdge edge;
        private final Subscriber subscriber;
        private List<byte[]> underWay = List.of();
        private @Nullable Runnable done;
        private boolean open = true;

        Connection(SimulatedEdge edge, int outboxBytes) {
            this.edge = edge;
            Outbox outbox = new Outbox(this, outboxBytes, world.outboxMeters(), world::nowMs);
            this.subscriber = new Subscriber(outbox);
            outbox.onRoom(() -> edge.execute(() -> edge.hub().roomFor(subscriber)));
        }

        @Override
        public void write(List<byte[]> frames, Runnable written) {
            Violation.unless(done == null, "%s: a second write before the first has ended", name);
            if (slow) {
                underWay = frames;
                done = written;
            } else {
                frames.forEach(this::read);
                written.run();
            }
        }

        private void read(byte[] written) {
            if (open) {
                SimulatedClient.this.read(world.book().read(written));
            }
        }

        /** The client reads what was written. */
        void readOn() {
            Runnable written = done;
            if (written != null) {
                List<byte[]> frames = underWay;
                underWay = List.of();
                done = null;
                frames.forEach(this::read);
                written.run();
            }
        }

        /** The connection ends; of what is under way some frames may still arrive. */
        void end() {
            int arrive = underWay.isEmpty() ? 0 : random.nextInt(underWay.size() + 1);
            underWay.subList(0, arrive).forEach(this::read);
            open = false;
            done = null;
            subscriber.outbox().close();
        }

        @Override
        public void close(CloseCode code) {
            world.note("%s is closed: %s", name, code);
            world.checks().count(Checks.Kind.CLOSED);
            open = false;
            edge.leave(SimulatedClient.this, subscriber);
            forgetConnection();
        }
    }

    boolean isConnected() {
        return connection != null;
    }

    boolean isSlow() {
        return slow;
    }

    /** Slow clients take a write when {@link #readOn} is called; others at once. */
    void slow(boolean now) {
        slow = now;
        if (!now) {
            readOn();
        }
    }

    void readOn() {
        Connection open = connection;
        if (open != null) {
            open.readOn();
        }
    }

    void connect(SimulatedEdge edge, int outboxBytes) {
        connection = new Connection(edge, outboxBytes);
        edge.clients().add(this);
    }

    /** Goes of its own will. */
    void disconnect() {
        Connection open = connection;
        if (open != null) {
            open.end();
            open.edge.leave(this, open.subscriber);
            forgetConnection();
        }
    }

    /** The edge is gone. */
    void cutOff() {
        Connection open = connection;
        if (open != null) {
            open.end();
            forgetConnection();
        }
    }

    private void forgetConnection() {
        connection = null;
        lost.clear();
        lost.addAll(views.values());
        views.clear();
        unanswered.clear();
    }

    /** What it had when its last connection ended. */
    List<GroupView> lost() {
        return lost;
    }

    /** Groups that it listens to. */
    Collection<GroupView> views() {
        return views.values();
    }

    Collection<GroupView> unanswered() {
        return unanswered.values();
    }

    void subscribe(Wish wish) {
        Connection open = connection;
        if (open != null) {
            open.edge.execute(() -> {
                if (open == connection) {
                    subscribe(open, wish);
                }
            });
        }
    }

    private void subscribe(Connection open, Wish wish) {
        GroupView before = views.get(wish.target().name());
        boolean goesOn = before != null && wish.start() instanceof Start.Now now && !now.snapshot();
        GroupView view = new GroupView(
                world.nextGeneration(), wish, world.log(), open.edge, world::nowMs, world.checks(), goesOn);
        unanswered.put(view.generation(), view);
        world.note("%s: %s, %s", name, view, wish.start());
        open.edge
                .hub()
                .subscribe(
                        new Subscription(
                                open.subscriber,
                                wish.target(),
                                world.shape(wish),
                                new SimulatedAnswers(world.book(), view, wish.plain()),
                                wish.minIntervalMs(),
                                wish.positionEveryMs()),
                        wish.start());
    }

    void unsubscribe(Target target) {
        Connection open = connection;
        if (open != null) {
            open.edge.execute(() -> {
                if (open == connection) {
                    world.note("%s unsubscribes %s", name, target.name());
                    open.edge
                            .hub()
                            .unsubscribe(
                                    open.subscriber,
                                    target,
                                    world.book().write(new Frame.Ended(target.name(), world.nextGeneration()), 60));
                }
            });
        }
    }

    private void read(Frame frame) {
        world.note("%s reads %s", name, frame);
        switch (frame) {
            case Frame.Begun begun -> {
                GroupView view = unanswered.remove(begun.generation());
                if (view == null) {
                    throw new Violation(name + ": an answer to nothing: " + begun);
                }
                unanswered
                        .values()
                        .removeIf(older ->
                                older.group().equals(begun.group()) && older.generation() < begun.generation());
                view.read(begun);
                views.put(begun.group(), view);
            }
            case Frame.Told told ->
                sameGeneration(told.group(), told.generation(), told).read(told);
            case Frame.At at -> sameGeneration(at.group(), at.generation(), at).read(at);
            case Frame.Values values -> view(values.group(), values).read(values);
            case Frame.Ended ended -> {
                views.remove(ended.group());
                unanswered
                        .values()
                        .removeIf(older -> older.group().equals(ended.group()) && older.generation() < ended.before());
            }
        }
    }

    private GroupView view(String group, Frame frame) {
        GroupView view = views.get(group);
        if (view == null) {
            throw new Violation(name + " does not listen to " + group + ", but gets " + frame);
        }
        return view;
    }

    private GroupView sameGeneration(String group, int generation, Frame frame) {
        GroupView view = view(group, frame);
        Violation.unless(
                view.generation() == generation,
                "%s: what is said of an earlier subscription comes late: %s",
                name,
                frame);
        return view;
    }

    @Override
    public String toString() {
        return name;
    }
}
