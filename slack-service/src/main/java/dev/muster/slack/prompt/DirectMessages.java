package dev.muster.slack.prompt;

import dev.muster.events.PromptRequested;
import dev.muster.events.fault.Fault;
import dev.muster.slack.delivery.Messages.Destination;
import dev.muster.slack.delivery.Messages.Place;
import dev.muster.slack.web.SlackWeb;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where members are asked: in the direct message with each, remembered for the latest ten thousand, and only while it is time. */
@Component
final class DirectMessages {

    private static final int MOST = 10_000;

    private final SlackWeb slack;
    private final Timeliness timeliness;
    private final Map<String, String> channels = new LinkedHashMap<>(16, 0.75f, true);

    DirectMessages(SlackWeb slack, Timeliness timeliness) {
        this.slack = slack;
        this.timeliness = timeliness;
    }

    /**
     * Where the message goes is found out before the effect is claimed, since that is a paced request; what prevents it is how
     * the attempt ends. Nobody is asked for where it is too late anyway, unless the message may be there already.
     */
    Destination destinationOf(PromptRequested prompt) throws InterruptedException {
        if (timeliness.isOver(prompt)) {
            return new DirectMessage(() -> with(prompt.userId()), prompt);
        }
        try {
            var channel = with(prompt.userId());
            return new DirectMessage(() -> channel, prompt);
        } catch (Fault fault) {
            return new DirectMessage(
                    () -> {
                        throw fault;
                    },
                    prompt);
        }
    }

    @FunctionalInterface
    private interface Opening {
        String channel() throws InterruptedException;
    }

    private final class DirectMessage implements Destination {

        private final Opening opening;
        private final PromptRequested prompt;

        DirectMessage(Opening opening, PromptRequested prompt) {
            this.opening = opening;
            this.prompt = prompt;
        }

        @Override
        public Place place() throws InterruptedException {
            return new Place(opening.channel(), null);
        }

        @Override
        public void admit() {
            timeliness.check(prompt);
        }
    }

    private String with(String userId) throws InterruptedException {
        var known = known(userId);
        return known == null ? remember(userId, slack.open(userId)) : known;
    }

    private synchronized @Nullable String known(String userId) {
        return channels.get(userId);
    }

    private synchronized String remember(String userId, String channel) {
        channels.put(userId, channel);
        if (channels.size() > MOST) {
            channels.remove(channels.keySet().iterator().next());
        }
        return channel;
    }
}
