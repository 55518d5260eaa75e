package io.firstlight.webedge.tower;

import io.firstlight.auth.right.AddressPattern;
import io.firstlight.auth.right.Grant;
import io.firstlight.auth.right.Right;
import io.firstlight.auth.right.Rights;
import io.firstlight.auth.session.UserPrincipal;
import io.firstlight.auth.user.User;
import io.firstlight.schemas.address.Category;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.notice.Channel;
import io.firstlight.webedge.target.Target;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class ChannelTargetsTest {

    private static UserPrincipal user(String... reads) {
        Rights rights = Rights.of(Arrays.stream(reads)
                .map(pattern -> new Grant(Right.READ, AddressPattern.parse(pattern)))
                .toList());
        return new UserPrincipal(
                new User(7, "bob", "", "", "", true, false, Instant.EPOCH, Set.of()), rights, "token", Instant.MAX);
    }

    private static Target.OfSelection selection(String name, String... patterns) {
        return new Target.OfSelection(
                name, Arrays.stream(patterns).map(AddressPattern::parse).toList());
    }

    @Test
    void aThingsChannelIsTheComponent() {
        assertThat(ChannelTargets.of(user("event-job_events-all-all"), new Channel("job_events", "41")))
                .contains(new Target.OfComponent(Category.EVENT, new Component("job_events", 41)));
    }

    @Test
    void aTypesChannelIsThatTypeOfEveryThingThatTheUserMaySee() {
        Channel channel = new Channel("jobs", "status_changed");

        assertThat(ChannelTargets.of(user("all-all-all-all"), channel))
                .contains(selection("jobs-status_changed", "event-jobs-all-status_changed"));
        assertThat(ChannelTargets.of(user("event-jobs-41-all", "event-jobs-42-status_changed"), channel))
                .contains(selection(
                        "jobs-status_changed", "event-jobs-41-status_changed", "event-jobs-42-status_changed"));
    }

    @Test
    void whatIsInvisibleAndWhatDoesNotExistAreBothNothing() {
        UserPrincipal sees41 = user("event-job_events-41-all");

        assertThat(ChannelTargets.of(sees41, new Channel("job_events", "41"))).isPresent();
        assertThat(ChannelTargets.of(sees41, new Channel("job_events", "42"))).isEmpty();
        assertThat(ChannelTargets.of(sees41, new Channel("job_events", "999999")))
                .isEmpty();
        assertThat(ChannelTargets.of(sees41, new Channel("jobs", "summary"))).isEmpty();
        assertThat(ChannelTargets.of(user("telemetry-jobs-all-all"), new Channel("jobs", "summary")))
                .isEmpty();
    }

    @Test
    void ofTheGroupOfUsersEverybodyHasHisOwnLimitAndNothingElse() {
        for (UserPrincipal user : List.of(user(), user("all-all-all-all"))) {
            assertThat(ChannelTargets.of(user, new Channel("control", "limit_reached_7")))
                    .isPresent();
            assertThat(ChannelTargets.of(user, new Channel("control", "limit_reached_8")))
                    .isEmpty();
            assertThat(ChannelTargets.of(user, new Channel("control", "7"))).isEmpty();
            assertThat(ChannelTargets.of(user, new Channel("control", "anything")))
                    .isEmpty();
        }
    }
}
