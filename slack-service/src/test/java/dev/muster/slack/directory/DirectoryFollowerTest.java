package dev.muster.slack.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ChannelRoster;
import dev.muster.events.MemberProfile;
import dev.muster.slack.SlackServiceTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class DirectoryFollowerTest extends SlackServiceTest {

    private final String channel = slackId("C");
    private final List<String> people =
            Stream.generate(() -> slackId("U")).limit(5).sorted().toList();

    @Autowired
    DirectoryFollower follower;

    @AfterEach
    void nobodyIsLeft() {
        SLACK.leave(channel);
    }

    @Test
    void everyPageOfAChannelIsReadAndEachProfileIsPublishedOnce() {
        SLACK.channel(channel, people);

        follower.look();

        soon(_ -> assertThat(rosters()).extracting(ChannelRoster::members).containsExactly(people));
        soon(_ -> assertThat(people)
                .allSatisfy(person -> assertThat(profiles(person)).hasSize(1)));
        assertThat(profiles(people.getFirst()).getFirst().shownName()).isEqualTo("Real " + people.getFirst());
        var pages = SLACK.calls("conversations.members", channel).size();
        follower.look();
        soon(_ -> assertThat(SLACK.calls("conversations.members", channel)).hasSizeGreaterThanOrEqualTo(pages + 3));
        assertThat(rosters()).hasSize(1);
        assertThat(SLACK.calls("users.info", people.getFirst())).hasSize(1);
    }

    @Test
    void whoJoinsAndWhoLeavesIsFollowed() {
        SLACK.channel(channel, people.subList(0, 2));
        follower.look();
        soon(_ -> assertThat(rosters()).hasSize(1));

        SLACK.channel(channel, people.subList(1, 4));
        follower.look();

        soon(_ -> assertThat(rosters().getLast().members()).isEqualTo(people.subList(1, 4)));
        soon(_ -> assertThat(profiles(people.get(3))).hasSize(1));
    }

    @Test
    void aChannelThatTheBotLeavesIsTakenOut() {
        SLACK.channel(channel, people);
        follower.look();
        soon(_ -> assertThat(rosters()).hasSize(1));

        SLACK.leave(channel);
        follower.look();

        soon(_ -> assertThat(log.tombstones).contains(channel));
    }

    @Test
    void aNewNameOfSomebodyKnownIsPublished() {
        SLACK.channel(channel, people);
        follower.look();
        soon(_ -> assertThat(rosters()).hasSize(1));

        SLACK.name(people.get(2), "Zoë");
        follower.look(people.get(2));

        soon(_ -> assertThat(profiles(people.get(2)))
                .extracting(MemberProfile::shownName)
                .containsExactly("Real " + people.get(2), "Zoë"));
    }

    @Test
    void whomSlackDoesNotShowIsInNoRosterUntilItDoes() {
        SLACK.hide(people.get(1));
        SLACK.channel(channel, people);

        follower.look();

        var others =
                people.stream().filter(person -> !person.equals(people.get(1))).toList();
        soon(_ -> assertThat(rosters()).extracting(ChannelRoster::members).containsExactly(others));
        SLACK.show(people.get(1));
        follower.look();
        soon(_ -> assertThat(rosters()).extracting(ChannelRoster::members).containsExactly(others, people));
    }

    @Test
    void inALargeChannelStrangersWhomNoListHasAreAskedForOneByOne() {
        var many = Stream.generate(() -> slackId("U")).limit(101).sorted().toList();
        SLACK.stranger(many.get(7));
        SLACK.channel(channel, many);

        follower.look();

        soon(_ -> assertThat(rosters()).extracting(ChannelRoster::members).containsExactly(many));
        soon(_ -> assertThat(profiles(many.get(7))).hasSize(1));
        assertThat(SLACK.calls("users.info", many.get(7))).hasSize(1);
        assertThat(SLACK.calls("users.info", many.get(8))).isEmpty();
    }

    @Test
    void whatSlackDoesNotTellIsAskedAgainAndNothingIsTakenOutMeanwhile() {
        SLACK.channel(channel, people);
        follower.look();
        soon(_ -> assertThat(rosters()).hasSize(1));
        SLACK.refuse("users.conversations", "", "fatal_error");
        SLACK.channel(channel, people.subList(0, 4));

        follower.look();

        soon(_ -> assertThat(rosters()).hasSize(2));
        assertThat(log.tombstones).doesNotContain(channel);
    }

    private List<ChannelRoster> rosters() {
        return log.all(ChannelRoster.class).stream()
                .filter(roster -> roster.channelId().equals(channel))
                .toList();
    }

    private List<MemberProfile> profiles(String user) {
        return log.all(MemberProfile.class).stream()
                .filter(profile -> profile.userId().equals(user))
                .toList();
    }
}
