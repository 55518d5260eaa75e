package io.firstlight.webedge.tower;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.notice.Channel;
import io.firstlight.webedge.target.Target;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What of a channel a user may see. A channel of a thing is all that is told of it; one of a type is that type of every thing that the user may
 * see, so nobody hears of other people's. What a user may not see and what does not exist look the same.
 *
 * <p>The group {@link #CONTROL} is about users themselves: of it everybody has the notice of his own limit, and nobody anything else.
 */
final class ChannelTargets {

    static final String CONTROL = "control";

    private ChannelTargets() {}

    /** The target of the channel for that user; empty if he may see none of it. */
    static Optional<Target> of(UserPrincipal user, Channel channel) {
        OptionalInt id = channel.id();
        AddressPattern all = id.isPresent()
                ? new AddressPattern(Category.EVENT, channel.group(), id.getAsInt(), null)
                : new AddressPattern(Category.EVENT, channel.group(), null, channel.element());
        if (channel.group().equals(CONTROL)) {
            return channel.element().equals("limit_reached_" + user.user().id())
                    ? Optional.of(new Target.OfSelection(channel.name(), List.of(all)))
                    : Optional.empty();
        }
        List<AddressPattern> visible = user.partsOf(Right.READ, all);
        if (visible.isEmpty()) {
            return Optional.empty();
        }
        boolean whole = id.isPresent() && visible.equals(List.of(all));
        return Optional.of(
                whole
                        ? new Target.OfComponent(Category.EVENT, new Component(channel.group(), id.getAsInt()))
                        : new Target.OfSelection(channel.name(), visible));
    }
}
