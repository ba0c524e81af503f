package dev.muster.slack.web;

import com.slack.api.methods.SlackApiException;
import dev.muster.events.effect.Provider;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * What the methods that the bot calls mean by each of their error codes, which mean the same in all of them, and what it means where
 * they answer otherwise or not at all.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage">chat.postMessage</a>
 * @see <a href="https://docs.slack.dev/reference/methods/chat.update">chat.update</a>
 * @see <a href="https://docs.slack.dev/reference/methods/conversations.open">conversations.open</a>
 * @see <a href="https://docs.slack.dev/reference/methods/views.open">views.open</a>
 */
enum SlackAnswer {
    /** This message, to this person or channel, or this view, can never be as it is. */
    REJECTED,

    /** Too many calls. */
    THROTTLED,

    /** Our token, plan, permissions or settings; nothing was done. */
    UNAVAILABLE,

    /** Slack failed after it had the request. */
    IN_DOUBT,

    /** A code that nobody has met yet. The message is kept, and somebody gets to see the code. */
    UNKNOWN;

    private static final int TOO_MANY_REQUESTS = 429;

    /** What an error code means. */
    static SlackAnswer to(String code) {
        return switch (code) {
            // The person.
            case "cannot_dm_bot",
                    "invalid_user_combination",
                    "user_disabled",
                    "user_not_found",
                    "user_not_in_channel",
                    "user_not_visible",
                    "users_not_found",
                    "not_enough_users",
                    "too_many_users",
                    // The channel, and what may be done there.
                    "channel_is_limited_access",
                    "channel_not_found",
                    "channel_type_not_supported",
                    "invalid_channel",
                    "is_archived",
                    "is_inactive",
                    "not_in_channel",
                    "no_dual_broadcast_content_update",
                    "posting_to_channel_denied",
                    "restricted_action",
                    "restricted_action_non_threadable_channel",
                    "restricted_action_read_only_channel",
                    "restricted_action_thread_locked",
                    "restricted_action_thread_only_channel",
                    "slack_connect_blocked_file_type",
                    "slack_connect_canvas_sharing_blocked",
                    // The message that was to be answered.
                    "cannot_reply_to_message",
                    "thread_not_found",
                    // What is said.
                    "attachment_payload_limit_exceeded",
                    "blocked_file_type",
                    "block_mismatch",
                    "external_channel_migrating",
                    "invalid_arguments",
                    "invalid_array_arg",
                    "invalid_attachments",
                    "invalid_blocks",
                    "invalid_blocks_format",
                    "invalid_form_data",
                    "invalid_metadata_format",
                    "invalid_metadata_schema",
                    "invalid_ts_latest",
                    "invalid_ts_oldest",
                    "markdown_text_conflict",
                    "metadata_must_be_sent_from_app",
                    "metadata_too_large",
                    "msg_blocks_too_long",
                    "msg_too_long",
                    "no_text",
                    "too_many_attachments",
                    "too_many_contact_cards",
                    "view_too_large",
                    // The message that was to be changed.
                    "as_user_not_supported",
                    "cant_broadcast_message",
                    "cant_delete_message",
                    "cant_update_message",
                    "compliance_exports_prevent_deletion",
                    "edit_window_closed",
                    "message_not_found",
                    "streaming_state_conflict",
                    // The click that a view was to follow.
                    "duplicate_external_id",
                    "exchanged_trigger_id",
                    "expired_trigger_id",
                    "hash_conflict",
                    "invalid_trigger_id",
                    "not_found",
                    "push_limit_reached" -> REJECTED;
            case "message_limit_exceeded", "rate_limited", "ratelimit", "ratelimited" -> THROTTLED;
            case "access_denied",
                    "accesslimited",
                    "account_inactive",
                    "deprecated_endpoint",
                    "ekm_access_denied",
                    "enterprise_is_restricted",
                    "invalid_arg_name",
                    "invalid_auth",
                    "invalid_charset",
                    "invalid_cursor",
                    "invalid_limit",
                    "invalid_post_type",
                    "is_bot",
                    "limit_required",
                    "messages_tab_disabled",
                    "method_deprecated",
                    "method_not_supported_for_channel_type",
                    "missing_post_type",
                    "missing_scope",
                    "no_bot_token",
                    "no_permission",
                    "not_allowed_token_type",
                    "not_authed",
                    "not_enabled",
                    "org_login_required",
                    "team_access_not_granted",
                    "team_added_to_org",
                    "team_not_found",
                    "token_expired",
                    "token_revoked",
                    "two_factor_setup_required",
                    "unknown_method" -> UNAVAILABLE;
            case "fatal_error",
                    "fetch_members_failed",
                    "internal_error",
                    "request_timeout",
                    "service_unavailable",
                    "team_added_to_org_in_progress",
                    "update_failed" -> IN_DOUBT;
            default -> UNKNOWN;
        };
    }

    /** The fault that an error code stands for. */
    static Fault faultOf(String code, @Nullable Duration retryAfter) {
        var detail = "Slack answered " + code;
        return switch (to(code)) {
            case REJECTED -> new Rejected(code, detail);
            case THROTTLED -> new Throttled(code, detail, retryAfter);
            case UNAVAILABLE -> Unavailable.refused(code, detail);
            case UNKNOWN -> Unavailable.withoutEffect(code, detail);
            case IN_DOUBT -> Unavailable.inDoubt(code, detail);
        };
    }

    /** The fault that an answer other than 200 stands for. */
    static Fault faultOf(SlackApiException e) {
        var status = e.getResponse().code();
        var detail = "Slack answered " + status;
        if (status == TOO_MANY_REQUESTS) {
            return new Throttled(
                    "ratelimited", detail, retryAfter(e.getResponse().header("Retry-After")));
        }
        return Provider.unavailable(status, detail);
    }

    private static @Nullable Duration retryAfter(@Nullable String seconds) {
        return seconds != null && seconds.matches("[1-9]\\d{0,8}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }

    /** The fault that no answer stands for. */
    static Unavailable faultOf(IOException e) {
        return switch (e) {
            case ConnectException _, UnknownHostException _ ->
                Unavailable.withoutEffect("unreachable", "no connection");
            case SSLHandshakeException _ -> Unavailable.withoutEffect("unreachable", "no TLS: " + e.getMessage());
            case InterruptedIOException _ -> Unavailable.inDoubt("timeout", "no answer in time");
            default -> Unavailable.inDoubt("unreachable", "connection lost: " + e.getMessage());
        };
    }

    /** The fault that an answer stands for which is not Slack's. */
    static Unavailable unreadable() {
        return Unavailable.inDoubt("unreadable_answer", "Slack answered 200 with a body that is not Slack's");
    }
}
