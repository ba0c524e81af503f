package dev.muster.slack.web;

import static java.util.Objects.requireNonNullElse;

import com.slack.api.Slack;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.model.Conversation;
import com.slack.api.model.ConversationType;
import com.slack.api.model.Message.Metadata;
import com.slack.api.model.ResponseMetadata;
import com.slack.api.model.User;
import com.slack.api.model.view.View;
import dev.muster.events.effect.Pace;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Unavailable;
import dev.muster.slack.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Slack's Web API, as the bot calls it. Whatever goes wrong is a {@link Fault} with Slack's own code. What a person waits for
 * goes at once; everything else waits for Slack's rates, or is paced by who calls it where this says so.
 */
@Component
public final class SlackWeb {

    private static final int PAGE = 200;
    private static final String EFFECT = "muster_effect";
    private static final String EFFECT_ID = "effect_id";
    private static final String CUSTOMIZE = "chat:write.customize";

    private final SlackSettings settings;
    private final SlackPaces paces;
    private final MethodsClient patient;
    private final MethodsClient prompt;

    SlackWeb(
            SlackSettings settings,
            SlackPaces paces,
            @Qualifier("patientSlack") Slack patientSlack,
            @Qualifier("promptSlack") Slack promptSlack) {
        this.settings = settings;
        this.paces = paces;
        this.patient = patientSlack.methods(settings.botToken());
        this.prompt = promptSlack.methods(settings.botToken());
    }

    /** The direct message with a member: {@code conversations.open}. */
    public String open(String userId) throws InterruptedException {
        return paced(paces.opens(), () -> patient.conversationsOpen(request -> request.users(List.of(userId))))
                .getChannel()
                .getId();
    }

    /**
     * Posts a message, with its effect id in the metadata; to be paced by who calls.
     *
     * @param thread the timestamp of the message that it answers, where it does
     */
    public MessageAt post(String channel, @Nullable String thread, Message message, String effectId) {
        var answer = ask(() -> {
            var named = post(channel, thread, message, effectId, message.author());
            // Without that scope Slack may refuse the name and picture; the message itself says whose it is.
            return message.author() != null && CUSTOMIZE.equals(named.getNeeded())
                    ? post(channel, thread, message, effectId, null)
                    : named;
        });
        return new MessageAt(answer.getChannel(), answer.getTs());
    }

    private ChatPostMessageResponse post(
            String channel, @Nullable String thread, Message message, String effectId, Message.@Nullable Author author)
            throws IOException, SlackApiException {
        return patient.chatPostMessage(request -> request.channel(channel)
                .threadTs(thread)
                .text(message.text())
                .blocks(message.blocks())
                .username(author == null ? null : author.name())
                .iconUrl(author == null || author.iconUrl().isEmpty() ? null : author.iconUrl())
                .metadata(Metadata.builder()
                        .eventType(EFFECT)
                        .eventPayload(Map.of(EFFECT_ID, effectId))
                        .build()));
    }

    /** Replaces what a message says; doing it twice is doing it once. To be paced by who calls. */
    public void update(MessageAt at, Message message) {
        ask(() -> patient.chatUpdate(request ->
                request.channel(at.channel()).ts(at.ts()).text(message.text()).blocks(message.blocks())));
    }

    /**
     * The message that an effect has brought about, by the effect id in its metadata, if Slack has it. Looks through all pages
     * of the conversation. Not paced: it is asked after a crash or an outage only.
     *
     * @param thread the thread to look in, else the conversation itself is looked through
     * @param since the message is not older
     * @param atMost how long that may take
     * @throws Unavailable without effect, if it takes longer
     */
    public Optional<MessageAt> find(
            String channel, @Nullable String thread, String effectId, Instant since, Duration atMost) {
        var until = System.nanoTime() + atMost.toNanos();
        var oldest = since.getEpochSecond() + ".000000";
        for (var cursor = ""; ; ) {
            var page = thread == null ? history(channel, oldest, cursor) : replies(channel, thread, oldest, cursor);
            var found = page.messages().stream()
                    .filter(message -> isOf(effectId, message.getMetadata()))
                    .findFirst();
            if (found.isPresent() || page.next().isEmpty()) {
                return found.map(message -> new MessageAt(channel, message.getTs()));
            }
            if (System.nanoTime() - until > 0) {
                throw Unavailable.withoutEffect("history_too_long", "not read whole within " + atMost);
            }
            cursor = page.next();
        }
    }

    private record Page(List<com.slack.api.model.Message> messages, String next) {}

    private Page history(String channel, String oldest, String cursor) {
        var answer = ask(() -> patient.conversationsHistory(request -> request.channel(channel)
                .oldest(oldest)
                .inclusive(true)
                .includeAllMetadata(true)
                .limit(PAGE)
                .cursor(orNone(cursor))));
        return new Page(answer.getMessages(), next(answer.getResponseMetadata()));
    }

    private Page replies(String channel, String thread, String oldest, String cursor) {
        var answer = ask(() -> patient.conversationsReplies(request -> request.channel(channel)
                .ts(thread)
                .oldest(oldest)
                .inclusive(true)
                .includeAllMetadata(true)
                .limit(PAGE)
                .cursor(orNone(cursor))));
        return new Page(answer.getMessages(), next(answer.getResponseMetadata()));
    }

    private static boolean isOf(String effectId, @Nullable Metadata metadata) {
        return metadata != null
                && EFFECT.equals(metadata.getEventType())
                && metadata.getEventPayload() != null
                && effectId.equals(metadata.getEventPayload().get(EFFECT_ID));
    }

    /** The channels that the bot is in, archived ones left out. */
    public List<Conversation> channels() throws InterruptedException {
        var channels = new ArrayList<Conversation>();
        for (var cursor = ""; ; ) {
            var at = cursor;
            var page = paced(
                    paces.conversations(),
                    () -> patient.usersConversations(request -> request.types(
                                    List.of(ConversationType.PUBLIC_CHANNEL, ConversationType.PRIVATE_CHANNEL))
                            .excludeArchived(true)
                            .limit(PAGE)
                            .cursor(orNone(at))));
            channels.addAll(page.getChannels());
            cursor = next(page.getResponseMetadata());
            if (cursor.isEmpty()) {
                return channels;
            }
        }
    }

    /** The Slack ids of everybody in a channel. */
    public List<String> members(String channel) throws InterruptedException {
        var members = new ArrayList<String>();
        for (var cursor = ""; ; ) {
            var at = cursor;
            var page = paced(
                    paces.members(),
                    () -> patient.conversationsMembers(
                            request -> request.channel(channel).limit(PAGE).cursor(orNone(at))));
            members.addAll(page.getMembers());
            cursor = next(page.getResponseMetadata());
            if (cursor.isEmpty()) {
                return members;
            }
        }
    }

    /** Who a user is. */
    public User user(String userId) throws InterruptedException {
        return paced(paces.users(), () -> patient.usersInfo(request -> request.user(userId)))
                .getUser();
    }

    /** Everybody in the workspace, a page at a time. */
    public void users(Consumer<User> each) throws InterruptedException {
        for (var cursor = ""; ; ) {
            var at = cursor;
            var page = paced(
                    paces.userLists(),
                    () -> patient.usersList(request -> request.limit(PAGE).cursor(orNone(at))));
            page.getMembers().forEach(each);
            cursor = next(page.getResponseMetadata());
            if (cursor.isEmpty()) {
                return;
            }
        }
    }

    /** Opens a modal, while a person waits. */
    public void openModal(String triggerId, View view) {
        ask(() -> prompt.viewsOpen(request -> request.triggerId(triggerId).view(view)));
    }

    /** Says something that only one member sees, and only now. */
    public void whisper(String channel, String userId, String text) {
        ask(() -> prompt.chatPostEphemeral(
                request -> request.channel(channel).user(userId).text(text)));
    }

    /** Shows a member their App Home. */
    public void publishHome(String userId, View view) {
        ask(() -> prompt.viewsPublish(request -> request.userId(userId).view(view)));
    }

    @FunctionalInterface
    private interface Request<R extends SlackApiTextResponse> {
        R send() throws IOException, SlackApiException;
    }

    private <R extends SlackApiTextResponse> R paced(Pace pace, Request<R> request) throws InterruptedException {
        try (var permit = paces.permit(pace)) {
            permit.use();
            return ask(request);
        }
    }

    /** Slack answers 200 to nearly everything: what counts is {@code ok}, and {@code error} where it is false. */
    private <R extends SlackApiTextResponse> R ask(Request<R> request) {
        if (!settings.isConnected()) {
            throw Unavailable.refused("no_bot_token", "no SLACK_BOT_TOKEN to speak with");
        }
        try {
            var answer = request.send();
            if (answer.isOk()) {
                return answer;
            }
            var code = answer.getError();
            throw code == null ? SlackAnswer.unreadable() : SlackAnswer.faultOf(code, null);
        } catch (SlackApiException e) {
            throw SlackAnswer.faultOf(e);
        } catch (IOException e) {
            throw SlackAnswer.faultOf(e);
        } catch (com.google.gson.JsonParseException _) {
            throw SlackAnswer.unreadable();
        }
    }

    private static String next(@Nullable ResponseMetadata metadata) {
        return metadata == null ? "" : requireNonNullElse(metadata.getNextCursor(), "");
    }

    private static @Nullable String orNone(String cursor) {
        return cursor.isEmpty() ? null : cursor;
    }
}
