package dev.muster.slack.invite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.Throttled;
import dev.muster.events.fault.Unavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InviteAnswerTest {

    /** The codes of users.admin.invite, admin.users.invite, conversations.inviteShared, and those common to all methods. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "DONE: already_in_team already_invited already_in_team_invited_user sent_recently already_in_channel",
                "REJECTED: invalid_email user_disabled user_not_found",
                "THROTTLED: ratelimited rate_limited ratelimit",
                "UNAVAILABLE: channel_not_found expiration_requires_restricted invite_limit_reached missing_scope"
                        + " not_allowed not_allowed_token_type not_authed requires_one_channel invalid_auth token_revoked"
                        + " paid_team failed_to_validate_caller failed_to_validate_channels"
                        + " failed_to_validate_custom_message failed_to_validate_expiration failed_to_validate_team"
                        + " feature_not_enabled not_an_admin team_not_found token_expired account_inactive no_permission"
                        + " two_factor_setup_required cannot_share_cross_workspace_channel"
                        + " cannot_share_mandatory_channel channel_archived connection_limit_exceeded"
                        + " connection_limit_exceeded_pending invalid_channel_type"
                        + " legacy_connection_limit_exceeded member_limit_exceeded message_too_long"
                        + " not_allowed_for_grid_workspace not_in_channel not_owner not_paid not_supported"
                        + " recipients_not_specified restricted_action too_many_emails url_in_message"
                        + " no_external_invite_permission unknown_method",
                "STRANGE: failed_looking_up_user invalid_arguments invite_lookup_error invite_not_found is_bot",
                "IN_DOUBT: failed_to_send_invite fatal_error internal_error service_unavailable request_timeout"
            })
    void everyKnownCodeIsSorted(InviteAnswer expected, String codes) {
        assertThat(codes.split(" "))
                .allSatisfy(code -> assertThat(InviteAnswer.to(code)).as(code).isEqualTo(expected));
    }

    @Test
    void codeThatNobodyHasMetKeepsThePerson() {
        assertThat(InviteAnswer.to("brand_new_code")).isEqualTo(InviteAnswer.UNKNOWN);
        assertThat(catchThrowable(() -> InviteAnswer.resultOf("brand_new_code", null)))
                .isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"already_invited", "already_in_team", "sent_recently"})
    void alreadyDoneIsSuccess(String code) {
        assertThat(InviteAnswer.resultOf(code, null).code()).isEqualTo(code);
    }

    @Test
    void faultsCarrySlacksOwnCode() {
        assertThat(catchThrowable(() -> InviteAnswer.resultOf("invalid_email", null)))
                .isInstanceOfSatisfying(
                        Rejected.class, fault -> assertThat(fault.code()).isEqualTo("invalid_email"));
        assertThat(catchThrowable(() -> InviteAnswer.resultOf("ratelimited", Duration.ofSeconds(7))))
                .isInstanceOfSatisfying(
                        Throttled.class, fault -> assertThat(fault.retryAfter()).contains(Duration.ofSeconds(7)));
        assertThat(catchThrowable(() -> InviteAnswer.resultOf("invalid_auth", null)))
                .isInstanceOfSatisfying(Unavailable.class, fault -> assertThat(fault.isInDoubt())
                        .isFalse());
        assertThat(catchThrowable(() -> InviteAnswer.resultOf("fatal_error", null)))
                .isInstanceOfSatisfying(Unavailable.class, fault -> assertThat(fault.isInDoubt())
                        .isTrue());
    }

    @Test
    void whatIsOursMeetsEverybodyAndWhatNobodyKnowsMayBeThePersons() {
        assertThat(unavailable("invite_limit_reached").meetsEverybody()).isTrue();
        assertThat(unavailable("token_revoked").meetsEverybody()).isTrue();
        assertThat(unavailable("failed_looking_up_user").meetsEverybody()).isFalse();
        assertThat(unavailable("fatal_error").meetsEverybody()).isFalse();
        assertThat(unavailable("brand_new_code").meetsEverybody()).isFalse();
    }

    private static Unavailable unavailable(String code) {
        return catchThrowableOfType(Unavailable.class, () -> InviteAnswer.resultOf(code, null));
    }
}
