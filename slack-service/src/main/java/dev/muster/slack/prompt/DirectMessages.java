package dev.muster.slack.prompt;

import dev.muster.events.fault.Fault;
import dev.muster.slack.web.SlackWeb;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The direct message with each member, remembered for the latest ten thousand: opening one is a paced request. */
@Component
final class DirectMessages {

    private static final int MOST = 10_000;

    private final SlackWeb slack;
    private final Map<String, String> channels = new LinkedHashMap<>(16, 0.75f, true);

    DirectMessages(SlackWeb slack) {
        this.slack = slack;
    }

    /**
     * The direct message with a member.
     *
     * @throws Fault if Slack does not open one
     */
    String with(String userId) throws InterruptedException {
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
