package dev.muster.slack.invite;

import dev.muster.events.effect.Done;
import dev.muster.events.fault.Fault;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What Slack's inviting methods mean by each of their error codes.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/admin.users.invite">admin.users.invite</a>
 * @see <a href="https://docs.slack.dev/reference/methods/conversations.inviteShared">conversations.inviteShared</a>
 * @see <a href="https://github.com/ErikKalkoken/slackApiDoc">users.admin.invite, as others found it</a>
 */
enum InviteAnswer {
    /** The person is a member or has an invitation. */
    DONE,

    /** Nobody with this address can be invited. */
    REJECTED,

    /** Too many calls. */
    THROTTLED,

    /** Our token, plan, permissions, limits or settings; nothing was sent. */
    UNAVAILABLE,

    /** Slack could not make sense of this one; nothing was sent. */
    STRANGE,

    /** Slack failed after it had the request. */
    IN_DOUBT,

    /** A code that nobody has met yet. The person is kept, and somebody gets to see the code. */
    UNKNOWN;

    /** What an error code means. */
    static InviteAnswer to(String code) {
        return switch (code) {
            case "already_in_channel",
                    "already_in_team",
                    "already_in_team_invited_user",
                    "already_invited",
                    "sent_recently" -> DONE;
            case "invalid_email", "user_disabled", "user_not_found" -> REJECTED;
            case "rate_limited", "ratelimit", "ratelimited" -> THROTTLED;
            case "access_denied",
                    "account_inactive",
                    "cannot_share_cross_workspace_channel",
                    "cannot_share_mandatory_channel",
                    "channel_archived",
                    "channel_not_found",
                    "connection_limit_exceeded",
                    "connection_limit_exceeded_pending",
                    "ekm_access_denied",
                    "enterprise_is_restricted",
                    "expiration_requires_restricted",
                    "failed_to_validate_caller",
                    "failed_to_validate_channels",
                    "failed_to_validate_custom_message",
                    "failed_to_validate_expiration",
                    "failed_to_validate_team",
                    "feature_not_enabled",
                    "invalid_arg_name",
                    "invalid_auth",
                    "invalid_channel_type",
                    "invite_limit_reached",
                    "legacy_connection_limit_exceeded",
                    "member_limit_exceeded",
                    "message_too_long",
                    "missing_scope",
                    "no_external_invite_permission",
                    "no_permission",
                    "not_allowed",
                    "not_allowed_for_grid_workspace",
                    "not_allowed_token_type",
                    "not_an_admin",
                    "not_authed",
                    "not_in_channel",
                    "not_owner",
                    "not_paid",
                    "not_supported",
                    "org_login_required",
                    "paid_team",
                    "recipients_not_specified",
                    "requires_one_channel",
                    "restricted_action",
                    "team_not_found",
                    "token_expired",
                    "token_revoked",
                    "too_many_emails",
                    "two_factor_setup_required",
                    "unknown_method",
                    "url_in_message" -> UNAVAILABLE;
            case "failed_looking_up_user", "invalid_arguments", "invite_lookup_error", "invite_not_found", "is_bot" ->
                STRANGE;
            case "failed_to_send_invite", "fatal_error", "internal_error", "request_timeout", "service_unavailable" ->
                IN_DOUBT;
            default -> UNKNOWN;
        };
    }

    /**
     * What follows from an error code.
     *
     * @throws Fault unless it means that the person is invited
     */
    static Done resultOf(String code, @Nullable Duration retryAfter) {
        var detail = "Slack answered " + code;
        return switch (to(code)) {
            case DONE -> new Done(code, null);
            case REJECTED -> throw new Rejected(code, detail);
            case THROTTLED -> throw new Throttled(code, detail, retryAfter);
            case UNAVAILABLE -> throw Unavailable.refused(code, detail);
            case STRANGE, UNKNOWN -> throw Unavailable.withoutEffect(code, detail);
            case IN_DOUBT -> throw Unavailable.inDoubt(code, detail);
        };
    }
}
