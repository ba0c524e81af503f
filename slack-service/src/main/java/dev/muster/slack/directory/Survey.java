package dev.muster.slack.directory;

import static java.util.stream.Collectors.toSet;

import com.slack.api.model.User;
import dev.muster.events.ChannelRoster;
import dev.muster.events.Envelope;
import dev.muster.events.MemberProfile;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.Topic;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Rejected;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.slack.web.SlackWeb;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.stereotype.Component;

/**
 * Compares the member directory with Slack, and publishes what differs: profiles before the rosters that name them. Whom Slack
 * does not show is in no roster: nobody could say who they are, and a run would wait for that.
 */
@Component
final class Survey {

    private static final Logger log = LoggerFactory.getLogger(Survey.class);
    private static final String SOURCE = "/muster/slack-service";

    /** More profiles than that are had sooner by reading the list of everybody. */
    private static final int MOST_ASKED_FOR_ONE_BY_ONE = 100;

    private final SlackWeb slack;
    private final Directory directory;
    private final EventPublisher publisher;
    private final InstantSource clock;

    Survey(SlackWeb slack, Directory directory, EventPublisher publisher, InstantSource clock) {
        this.slack = slack;
        this.directory = directory;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Looks at every channel that the bot is in, and at its members.
     *
     * @param everybody whether all of them are looked at, else those that are not known yet
     * @throws Fault if Slack does not tell; what is published until then is right
     */
    void ofChannels(boolean everybody) throws InterruptedException {
        catchUp();
        var rosters = rosters();
        var members = new TreeSet<String>();
        rosters.forEach(roster -> members.addAll(roster.members()));
        if (!everybody) {
            members.removeIf(member -> directory.knownProfile(member).isPresent());
        }
        var unseen = look(members);
        publish(
                rosters.stream()
                        .map(roster -> without(unseen, roster))
                        .filter(roster -> directory
                                .knownRoster(roster.channelId())
                                .filter(roster::equals)
                                .isEmpty())
                        .map(this::newsOf)
                        .toList(),
                "rosters");
    }

    /** Looks at those of the users who are known from a channel. */
    void ofUsers(Set<String> users) throws InterruptedException {
        catchUp();
        look(users.stream()
                .filter(user -> directory.knownProfile(user).isPresent())
                .collect(toSet()));
    }

    private void catchUp() throws InterruptedException {
        if (!directory.catchUp()) {
            throw new KafkaException("the member directory is not read yet");
        }
    }

    private List<ChannelRoster> rosters() throws InterruptedException {
        var rosters = new ArrayList<ChannelRoster>();
        var left = new HashSet<>(directory.knownChannels());
        for (var channel : slack.channels()) {
            var name = Objects.requireNonNullElse(channel.getName(), "");
            rosters.add(new ChannelRoster(
                    channel.getId(),
                    name,
                    slack.members(channel.getId()).stream().sorted().distinct().toList()));
            left.remove(channel.getId());
        }
        for (var channel : left) {
            takeOut(channel);
        }
        return rosters;
    }

    private static ChannelRoster without(Set<String> unseen, ChannelRoster roster) {
        return new ChannelRoster(
                roster.channelId(),
                roster.name(),
                roster.members().stream()
                        .filter(member -> !unseen.contains(member))
                        .toList());
    }

    /** Publishes what is new of them, and gives those whom Slack does not show. */
    private Set<String> look(Set<String> members) throws InterruptedException {
        var news = new ArrayList<Envelope<SlackDirectoryEvent>>();
        var unseen = new TreeSet<>(members);
        if (members.size() > MOST_ASKED_FOR_ONE_BY_ONE) {
            slack.users(user -> {
                if (unseen.remove(user.getId())) {
                    note(user, news);
                }
            });
        }
        // The list leaves out strangers: members of other workspaces, in a channel that is shared.
        for (var left = unseen.iterator(); left.hasNext(); ) {
            if (isShown(left.next(), news)) {
                left.remove();
            }
        }
        publish(news, "profiles");
        return unseen;
    }

    private boolean isShown(String member, List<Envelope<SlackDirectoryEvent>> news) throws InterruptedException {
        try {
            note(slack.user(member), news);
            return true;
        } catch (Rejected e) {
            log.info("{} is no user that Slack shows: {}", member, e.code());
            return false;
        }
    }

    private void note(User user, List<Envelope<SlackDirectoryEvent>> news) {
        var profile = profileOf(user);
        if (directory.knownProfile(user.getId()).filter(profile::equals).isEmpty()) {
            news.add(newsOf(profile));
        }
    }

    private static MemberProfile profileOf(User user) {
        var profile = user.getProfile();
        return new MemberProfile(
                user.getId(),
                user.getName() == null || user.getName().isEmpty() ? user.getId() : user.getName(),
                profile == null ? "" : Objects.requireNonNullElse(profile.getRealName(), ""),
                profile == null ? "" : Objects.requireNonNullElse(profile.getDisplayName(), ""),
                profile == null ? "" : Objects.requireNonNullElse(profile.getImage48(), ""),
                user.isBot() || user.getId().equals("USLACKBOT"),
                user.isDeleted());
    }

    /** The same finding has the same id, whichever replica has it. */
    private Envelope<SlackDirectoryEvent> newsOf(SlackDirectoryEvent event) {
        var kind = event instanceof MemberProfile ? "profile" : "roster";
        var id = kind + ":" + event.key() + ":" + Integer.toHexString(event.hashCode());
        return new Envelope<>(id, SOURCE, clock.instant(), event);
    }

    private void publish(List<Envelope<SlackDirectoryEvent>> news, String what) {
        if (!news.isEmpty()) {
            publisher.publish(news);
            log.info("{} {} published", news.size(), what);
        }
    }

    private void takeOut(String channel) {
        publisher.publishTombstone(Topic.SLACK_DIRECTORY, channel);
        log.info("{} is left, or archived: its roster is taken out", channel);
    }
}
