package dev.muster.slack.web;

import dev.muster.events.effect.Pace;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Slack's published limits, as paces: for each method by its tier, for posting by channel.
 *
 * @see <a href="https://docs.slack.dev/apis/web-api/rate-limits">rate limits</a>
 */
@Component
public final class SlackPaces implements SmartLifecycle {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int CHANNELS = 1000;

    private final int tempo;
    private final Pace opens;
    private final Pace updates;
    private final Pace conversations;
    private final Pace members;
    private final Pace users;
    private final Pace userLists;
    private final Pace directMessages;
    private final Map<String, Pace> posts = new LinkedHashMap<>(16, 0.75f, true);
    private volatile boolean ending;

    SlackPaces(SlackSettings settings) {
        this.tempo = settings.tempo();
        this.opens = tier(50);
        this.updates = tier(50);
        this.conversations = tier(50);
        this.members = tier(100);
        this.users = tier(100);
        this.userLists = tier(20);
        // Many channels at once meet a limit of the whole workspace, which Slack does not publish.
        this.directMessages = new Pace(settings.calls().pace(), SECOND.dividedBy(tempo));
    }

    /** Of {@code chat.postMessage} in one channel. */
    public Pace postsIn(String channel) {
        synchronized (posts) {
            var pace = posts.computeIfAbsent(channel, _ -> new Pace(1, SECOND.dividedBy(tempo)));
            if (posts.size() > CHANNELS) {
                posts.remove(posts.keySet().iterator().next());
            }
            return pace;
        }
    }

    /** Of {@code chat.postMessage} in all direct messages together. */
    public Pace directMessages() {
        return directMessages;
    }

    /** Of {@code chat.update}. */
    public Pace updates() {
        return updates;
    }

    Pace opens() {
        return opens;
    }

    Pace conversations() {
        return conversations;
    }

    Pace members() {
        return members;
    }

    Pace users() {
        return users;
    }

    Pace userLists() {
        return userLists;
    }

    /**
     * Waits until one more call is within a pace.
     *
     * @throws Unavailable without effect, if the service stops before
     */
    Pace.Permit permit(Pace pace) throws InterruptedException {
        return pace.acquireUnless(() -> ending)
                .orElseThrow(() -> Unavailable.withoutEffect("stopping", "the service stops"));
    }

    @Override
    public void start() {
        ending = false;
    }

    @Override
    public void stop() {
        ending = true;
    }

    @Override
    public boolean isRunning() {
        return !ending;
    }

    /** Comes when no effect begins any more, which would note that the service stops as its failure, and before the listeners stop. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    private Pace tier(int callsAMinute) {
        return new Pace(callsAMinute, MINUTE.dividedBy(tempo));
    }
}
