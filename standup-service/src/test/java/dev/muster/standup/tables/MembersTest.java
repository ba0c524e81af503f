package dev.muster.standup.tables;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ChannelRoster;
import dev.muster.events.MemberProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MembersTest {

    private static final Map<String, MemberProfile> PROFILES = Stream.of(
                    new MemberProfile("U1", "yuki", "", "", "", false, false),
                    new MemberProfile("U2", "mara", "", "", "", false, false),
                    new MemberProfile("U3", "muster", "", "", "", true, false),
                    new MemberProfile("U4", "gone", "", "", "", false, true))
            .collect(toMap(MemberProfile::userId, identity()));

    @Test
    void peopleAreAskedSortedAndOnce() {
        assertThat(members("U2", "U1", "U2")).contains(List.of("U1", "U2"));
    }

    @Test
    void botsAndClosedAccountsAreNotAsked() {
        assertThat(members("U3", "U4", "U2")).contains(List.of("U2"));
        assertThat(members("U3")).contains(List.of());
    }

    @Test
    void oneUnknownMemberIsWaitedFor() {
        assertThat(members("U1", "U9")).isEmpty();
    }

    private static Optional<List<String>> members(String... ids) {
        var roster = new ChannelRoster("C1", "general", List.of(ids));
        return Members.of(roster, id -> Optional.ofNullable(PROFILES.get(id)));
    }
}
