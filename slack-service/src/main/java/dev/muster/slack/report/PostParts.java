package dev.muster.slack.report;

import static java.util.Objects.requireNonNull;

import dev.muster.events.Envelope;
import dev.muster.events.MemberProfile;
import dev.muster.events.PostRequested;
import dev.muster.events.ReportEntry;
import dev.muster.events.RunId;
import dev.muster.events.effect.Effect;
import dev.muster.events.effect.Pace;
import dev.muster.events.fault.Rejected;
import dev.muster.slack.delivery.Messages;
import dev.muster.slack.delivery.Messages.Destination;
import dev.muster.slack.delivery.Messages.Place;
import dev.muster.slack.directory.Directory;
import dev.muster.slack.message.Message;
import dev.muster.slack.message.Message.Author;
import dev.muster.slack.message.ReportMessage;
import dev.muster.slack.web.MessageAt;
import dev.muster.slack.web.SlackPaces;
import dev.muster.slack.web.SlackSettings;
import dev.muster.slack.web.SlackSettings.Reports.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;

/** The messages that a post takes: what each says, where it goes, and at which pace. */
@Component
final class PostParts {

    private final Messages messages;
    private final Directory directory;
    private final SlackPaces paces;
    private final Layout layout;

    PostParts(Messages messages, Directory directory, SlackPaces paces, SlackSettings settings) {
        this.messages = messages;
        this.directory = directory;
        this.paces = paces;
        this.layout = settings.reports().layout();
    }

    /** One of them. */
    record Part(Effect effect, String action, Pace pace, Destination destination, Message message) {}

    /** The messages of a post. */
    List<Part> of(PostRequested post, Envelope<?> cause, boolean again) {
        IntFunction<Effect> effects = message -> effect(post, message, cause, again);
        var parts = new ArrayList<Part>();
        var destination = destinationOf(post);
        for (var message : messagesOf(post)) {
            var action = "post message " + (parts.size() + 1);
            parts.add(
                    new Part(effects.apply(parts.size()), action, paces.postsIn(post.channel()), destination, message));
        }
        // A revision may need fewer messages than the one before.
        for (var effect = effects.apply(parts.size());
                messages.find(effect.id()).isPresent();
                effect = effects.apply(parts.size())) {
            var action = "withdraw message " + (parts.size() + 1);
            parts.add(new Part(effect, action, paces.updates(), destination, ReportMessage.withdrawn()));
        }
        return parts;
    }

    private List<Message> messagesOf(PostRequested post) {
        var entry = post.entry();
        return entry == null
                ? List.of(ReportMessage.summary(
                        RunId.of(post.runId()).date(), post.name(), requireNonNull(post.summary()), directory::nameOf))
                : ReportMessage.entry(entry, authorOf(entry));
    }

    private Author authorOf(ReportEntry entry) {
        var icon = directory.profile(entry.userId()).map(MemberProfile::iconUrl).orElse("");
        return new Author(directory.nameOf(entry.userId()), icon);
    }

    private Destination destinationOf(PostRequested post) {
        if (layout == Layout.CHANNEL || post.part().equals(PostRequested.SUMMARY)) {
            return () -> new Place(post.channel(), null);
        }
        var summary = messages.find(effectOf(post.runId(), PostRequested.SUMMARY));
        return () -> new Place(
                post.channel(),
                summary.map(MessageAt::ts)
                        .orElseThrow(() -> new Rejected("no_thread", "the report's first message is not there")));
    }

    /** Ordered by revision: where runs are folded once more, an earlier one comes after a later one. */
    private static Effect effect(PostRequested post, int message, Envelope<?> cause, boolean again) {
        var first = effectOf(post.runId(), post.part());
        var id = message == 0 ? first : first + ":" + (message + 1);
        var revision = post.revision();
        return new Effect(id, Integer.toString(revision), cause.id(), revision, cause.time(), again);
    }

    private static String effectOf(String runId, String part) {
        return "post:" + runId + ":" + part;
    }
}
