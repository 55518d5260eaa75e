package io.firstlight.webedge.hub;

import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Category;
import io.firstlight.webedge.state.AddressValue;
import io.firstlight.webedge.target.Target;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Every address that the hub knows: category, component, stream. Owned by the hub's thread. */
final class StateTree {

    private final Map<Category, CategoryNode> categories = new EnumMap<>(Category.class);
    private final Map<String, Audience> requests = new HashMap<>();
    private final Audience messages = new Audience();

    StateTree() {
        for (Category category : Category.values()) {
            categories.put(category, new CategoryNode(category));
        }
    }

    CategoryNode category(Category category) {
        return Objects.requireNonNull(categories.get(category));
    }

    StreamNode node(Address address) {
        return category(address.category()).component(address.component()).stream(address.stream());
    }

    /** Those who listen to requests to that component's producers; null if nobody does. */
    @Nullable
    Audience requests(String to) {
        return requests.get(to);
    }

    Audience messages() {
        return messages;
    }

    /** Gives a live subscription its seats. */
    void join(Subscription subscription) {
        switch (subscription.target()) {
            case Target.OfStream of -> join(subscription, node(of.address()).audienceToJoin());
            case Target.OfComponent of ->
                join(
                        subscription,
                        category(of.category()).component(of.component()).audience());
            case Target.OfCategory of ->
                join(subscription, category(of.category()).audience());
            case Target.OfSelection of -> {
                for (CategoryNode category : categories.values()) {
                    if (of.topics().contains(category.category().topic())) {
                        join(subscription, category.selection(of));
                    }
                }
            }
            case Target.OfRequests of -> join(subscription, requests.computeIfAbsent(of.to(), to -> new Audience()));
            case Target.OfMessages of -> join(subscription, messages);
            case Target.OfNothing of -> {}
        }
    }

    private static void join(Subscription subscription, Audience audience) {
        subscription.seats().add(audience.join(subscription));
    }

    /** Takes the seats back, and forgets an address that has neither value nor subscribers: clients may invent any number of them. */
    void leave(Subscription subscription) {
        subscription.seats().forEach(Audience.Seat::leave);
        subscription.seats().clear();
        switch (subscription.target()) {
            case Target.OfStream of ->
                category(of.address().category()).prune(of.address().component(), of.address().stream());
            case Target.OfComponent of -> category(of.category()).prune(of.component(), null);
            case Target.OfSelection of -> categories.values().forEach(category -> category.prune(of));
            case Target.OfRequests of -> requests.computeIfPresent(of.to(), (to, left) -> left.isEmpty() ? null : left);
            case Target.OfCategory of -> {}
            case Target.OfMessages of -> {}
            case Target.OfNothing of -> {}
        }
    }

    /** Every known address of the target with its latest value, deleted ones included. */
    List<AddressValue> values(Target target) {
        List<AddressValue> values = new ArrayList<>();
        switch (target) {
            case Target.OfStream of -> {
                ComponentNode node =
                        category(of.address().category()).find(of.address().component());
                StreamNode stream = node == null ? null : node.streams().get(of.address().stream());
                add(values, of.address(), stream);
            }
            case Target.OfComponent of -> {
                ComponentNode node = category(of.category()).find(of.component());
                if (node != null) {
                    node.streams()
                            .forEach((name, stream) ->
                                    add(values, new Address(of.category(), of.component(), name), stream));
                }
            }
            case Target.OfCategory of -> addAll(values, category(of.category()), target);
            case Target.OfSelection of ->
                categories.values().stream()
                        .filter(category ->
                                of.topics().contains(category.category().topic()))
                        .forEach(category -> addAll(values, category, target));
            case Target.OfRequests of -> {}
            case Target.OfMessages of -> {}
            case Target.OfNothing of -> {}
        }
        return values;
    }

    private static void addAll(List<AddressValue> values, CategoryNode category, Target target) {
        category.components().forEach((component, node) -> {
            if (!(target instanceof Target.OfSelection selection)
                    || selection.mayInclude(category.category(), component)) {
                node.streams().forEach((name, stream) -> {
                    Address address = new Address(category.category(), component, name);
                    if (target.includes(address)) {
                        add(values, address, stream);
                    }
                });
            }
        });
    }

    private static void add(List<AddressValue> values, Address address, @Nullable StreamNode stream) {
        if (stream != null && stream.latest() != null) {
            values.add(new AddressValue(address, stream.latest()));
        }
    }
}
