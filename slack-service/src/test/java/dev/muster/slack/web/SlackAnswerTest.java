package dev.muster.slack.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackAnswerTest {

    /** The codes of the methods that the bot calls, and those common to all methods. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "REJECTED: not_in_channel channel_not_found is_archived user_disabled user_not_found user_not_visible"
                        + " cannot_dm_bot msg_blocks_too_long invalid_blocks invalid_blocks_format msg_too_long no_text"
                        + " metadata_too_large invalid_metadata_format too_many_attachments restricted_action"
                        + " restricted_action_read_only_channel cant_update_message message_not_found"
                        + " edit_window_closed block_mismatch thread_not_found invalid_arguments"
                        + " expired_trigger_id exchanged_trigger_id invalid_trigger_id push_limit_reached"
                        + " view_too_large hash_conflict not_found duplicate_external_id user_not_in_channel is_inactive"
                        + " cannot_reply_to_message posting_to_channel_denied channel_is_limited_access"
                        + " attachment_payload_limit_exceeded",
                "THROTTLED: ratelimited rate_limited message_limit_exceeded",
                "UNAVAILABLE: account_inactive invalid_auth token_revoked token_expired missing_scope not_authed"
                        + " not_allowed_token_type no_permission access_denied ekm_access_denied org_login_required"
                        + " team_access_not_granted two_factor_setup_required messages_tab_disabled not_enabled"
                        + " invalid_cursor limit_required method_deprecated deprecated_endpoint unknown_method",
                "IN_DOUBT: fatal_error internal_error service_unavailable request_timeout fetch_members_failed update_failed"
            })
    void everyKnownCodeIsSorted(SlackAnswer expected, String codes) {
        assertThat(codes.split(" "))
                .allSatisfy(code -> assertThat(SlackAnswer.to(code)).as(code).isEqualTo(expected));
    }

    @Test
    void codeThatNobodyHasMetKeepsTheMessage() {
        assertThat(SlackAnswer.to("brand_new_code")).isEqualTo(SlackAnswer.UNKNOWN);
        assertThat(SlackAnswer.faultOf("brand_new_code", null)).isInstanceOf(Unavailable.class);
    }

    @Test
    void faultsCarrySlacksOwnCode() {
        assertThat(SlackAnswer.faultOf("is_archived", null))
                .isInstanceOfSatisfying(
                        Rejected.class, fault -> assertThat(fault.code()).isEqualTo("is_archived"));
        assertThat(SlackAnswer.faultOf("ratelimited", Duration.ofSeconds(7)))
                .isInstanceOfSatisfying(
                        Throttled.class, fault -> assertThat(fault.retryAfter()).contains(Duration.ofSeconds(7)));
        assertThat(SlackAnswer.faultOf("invalid_auth", null))
                .isInstanceOfSatisfying(Unavailable.class, fault -> assertThat(fault.isInDoubt())
                        .isFalse());
        assertThat(SlackAnswer.faultOf("fatal_error", null))
                .isInstanceOfSatisfying(Unavailable.class, fault -> assertThat(fault.isInDoubt())
                        .isTrue());
    }

    @Test
    void whatIsOursMeetsEverybodyAndWhatNobodyKnowsMayBeTheMessages() {
        assertThat(((Unavailable) SlackAnswer.faultOf("token_revoked", null)).meetsEverybody())
                .isTrue();
        assertThat(((Unavailable) SlackAnswer.faultOf("fatal_error", null)).meetsEverybody())
                .isFalse();
        assertThat(((Unavailable) SlackAnswer.faultOf("brand_new_code", null)).meetsEverybody())
                .isFalse();
    }
}
