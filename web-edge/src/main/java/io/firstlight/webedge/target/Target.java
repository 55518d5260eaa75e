package io.firstlight.webedge.target;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.record.ComponentRecord;
import io.firstlight.schemas.record.InitialStateRequest;
import io.firstlight.schemas.record.StreamSpan;
import io.firstlight.schemas.topic.Topic;
import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What one can subscribe to, and read the past of. One record gives at most one frame of a target. */
public sealed interface Target {

    /** The group's name as its frames carry it. */
    String name();

    /** The topics whose records can belong to it: what a position of it covers. */
    Set<Topic> topics();

    /** The one component whose records can belong to it; null if there is more than one. */
    @Nullable
    Component component();

    /** Whether the address belongs to it. */
    boolean includes(Address address);

    /** Whether the record gives a frame. */
    boolean matches(ComponentRecord record);

    /** Whether the request to producers gives a frame. */
    default boolean matches(InitialStateRequest request) {
        return false;
    }

    /** One stream. */
    record OfStream(Address address) implements Target {
        @Override
        public String name() {
            return groupName(
                    address.category(),
                    address.component().csc(),
                    Integer.toString(address.component().salindex()),
                    address.stream());
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(address.category().topic());
        }

        @Override
        public Component component() {
            return address.component();
        }

        @Override
        public boolean includes(Address other) {
            return address.equals(other);
        }

        @Override
        public boolean matches(ComponentRecord record) {
            return record.category() == address.category()
                    && record.component().equals(address.component())
                    && streamOf(record, address.stream()) != null;
        }
    }

    /** Every stream of a component instance, a frame per record. */
    record OfComponent(Category category, Component component) implements Target {
        @Override
        public String name() {
            return groupName(category, component.csc(), Integer.toString(component.salindex()), "all");
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(category.topic());
        }

        @Override
        public boolean includes(Address address) {
            return address.category() == category && address.component().equals(component);
        }

        @Override
        public boolean matches(ComponentRecord record) {
            return record.category() == category && record.component().equals(component);
        }
    }

    /** Every record of a category. */
    record OfCategory(Category category) implements Target {
        @Override
        public String name() {
            return groupName(category, "all", "all", "all");
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(category.topic());
        }

        @Override
        public @Nullable Component component() {
            return null;
        }

        @Override
        public boolean includes(Address address) {
            return address.category() == category;
        }

        @Override
        public boolean matches(ComponentRecord record) {
            return record.category() == category;
        }

        @Override
        public boolean matches(InitialStateRequest request) {
            return category == Category.INITIAL_STATE && request.to().equals(InitialStateRequest.ALL);
        }
    }

    /**
     * Every address that one of the patterns includes; of a record, the frame has the streams that belong. Requests for initial state are
     * no data: a pattern of any category leaves them out.
     *
     * @param name the group's name, as asked for
     * @param patterns at least one
     */
    record OfSelection(String name, List<AddressPattern> patterns) implements Target {
        public OfSelection {
            patterns = List.copyOf(patterns);
            if (patterns.isEmpty()) {
                throw new IllegalArgumentException("selection " + name + " has no pattern");
            }
        }

        @Override
        public Set<Topic> topics() {
            Set<Topic> topics = EnumSet.noneOf(Topic.class);
            for (AddressPattern pattern : patterns) {
                for (Category category : Category.values()) {
                    boolean any = pattern.category() == null && category != Category.INITIAL_STATE;
                    if (any || pattern.category() == category) {
                        topics.add(category.topic());
                    }
                }
            }
            return topics;
        }

        @Override
        public @Nullable Component component() {
            return null;
        }

        @Override
        public boolean includes(Address address) {
            for (AddressPattern pattern : patterns) {
                if (pattern.matches(address)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean matches(ComponentRecord record) {
            for (StreamSpan stream : record.streams()) {
                if (includes(record, stream.stream())) {
                    return true;
                }
            }
            return false;
        }

        /** Whether a stream of the record belongs; like {@link #includes(Address)}, without making the address. */
        public boolean includes(ComponentRecord record, String stream) {
            for (AddressPattern pattern : patterns) {
                if ((pattern.stream() == null || pattern.stream().equals(stream)) && mayMatch(pattern, record)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether streams of that component can belong. */
        public boolean mayInclude(Category category, Component component) {
            for (AddressPattern pattern : patterns) {
                if (mayMatch(pattern, category, component)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean mayMatch(AddressPattern pattern, ComponentRecord record) {
            return mayMatch(pattern, record.category(), record.component());
        }

        private static boolean mayMatch(AddressPattern pattern, Category category, Component component) {
            return (pattern.category() == null || pattern.category() == category)
                    && (pattern.csc() == null || pattern.csc().equals(component.csc()))
                    && (pattern.salindex() == null || pattern.salindex() == component.salindex());
        }
    }

    /**
     * The requests for initial state to a component's producers; nothing else has that name.
     *
     * @param to the component
     */
    record OfRequests(String to) implements Target {
        @Override
        public String name() {
            return groupName(Category.INITIAL_STATE, to, "all", "all");
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.INITIAL_STATE);
        }

        @Override
        public @Nullable Component component() {
            return null;
        }

        @Override
        public boolean includes(Address address) {
            return false;
        }

        @Override
        public boolean matches(ComponentRecord record) {
            return false;
        }

        @Override
        public boolean matches(InitialStateRequest request) {
            return request.to().equals(to);
        }
    }

    /** Every record of the message topic. */
    record OfMessages() implements Target {
        @Override
        public String name() {
            return "messages";
        }

        @Override
        public Set<Topic> topics() {
            return Set.of(Topic.MESSAGE);
        }

        @Override
        public @Nullable Component component() {
            return null;
        }

        @Override
        public boolean includes(Address address) {
            return false;
        }

        @Override
        public boolean matches(ComponentRecord record) {
            return false;
        }
    }

    /** A name that is legal but that nothing will ever be sent to, such as a wildcard where the protocol knows none. */
    record OfNothing(String name) implements Target {
        @Override
        public Set<Topic> topics() {
            return Set.of();
        }

        @Override
        public @Nullable Component component() {
            return null;
        }

        @Override
        public boolean includes(Address address) {
            return false;
        }

        @Override
        public boolean matches(ComponentRecord record) {
            return false;
        }
    }

    /** The stream of that name in a record, null if it has none. */
    static @Nullable StreamSpan streamOf(ComponentRecord record, String stream) {
        for (StreamSpan span : record.streams()) {
            if (span.stream().equals(stream)) {
                return span;
            }
        }
        return null;
    }

    private static String groupName(Category category, String csc, String salindex, String stream) {
        return category.loveName() + '-' + csc + '-' + salindex + '-' + stream;
    }
}
