package dev.muster.sandbox.chaos.check;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the providers have and were asked for.
 *
 * @param messages the bot's messages in Slack, in channels and to members
 * @param invitations to Slack, by e-mail
 * @param members the addresses of Slack's members
 * @param contacts of the CRM
 * @param calls that the providers saw and that bring something about, oldest first
 */
record Journals(
        List<Message> messages,
        List<Invitation> invitations,
        Set<String> members,
        List<Contact> contacts,
        List<Call> calls) {

    /**
     * A message of the bot.
     *
     * @param channel where it is
     * @param person whom it is to, empty in a channel of several
     * @param effectId what its metadata say it is, empty where they do not
     * @param text all that it shows
     */
    record Message(String channel, String person, String ts, String effectId, String text) {

        /** The effect that it is part of: a long entry goes on in further messages, which are numbered from 2. */
        String effect() {
            return effectId.startsWith("post:") ? effectId.replaceFirst(":\\d+$", "") : effectId;
        }
    }

    /** An invitation, and how many e-mails were sent for it. */
    record Invitation(String email, int emailsSent) {}

    /** A contact of the CRM. */
    record Contact(String id, String email, String firstName, String lastName) {}

    /**
     * A call.
     *
     * @param operation as the provider calls it
     * @param about the address or the effect id that it is about
     * @param content what it asks for, where that can change
     * @param status what was answered, nothing where nothing was
     * @param code the provider's own error code, {@code ok} where there is none
     */
    record Call(
            Instant at,
            String operation,
            String about,
            String content,
            @Nullable Integer status,
            String code) {

        static final String INVITE = "users.admin.invite";
        static final String POST = "chat.postMessage";
        static final String UPDATE = "chat.update";
        static final String SYNC = "contact/sync";

        boolean isAnswered() {
            return status != null && status < 300 && code.equals("ok");
        }
    }

    Journals {
        messages = List.copyOf(messages);
        invitations = List.copyOf(invitations);
        members = Set.copyOf(members);
        contacts = List.copyOf(contacts);
        calls = List.copyOf(calls);
    }

    /** An address as it is compared. */
    static String address(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
