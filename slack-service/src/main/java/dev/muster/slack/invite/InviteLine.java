package dev.muster.slack.invite;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.OutsideSystem;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.effect.EffectLines;
import dev.muster.events.effect.Provider;
import dev.muster.events.view.Rebuildable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The line of invitations and its provider. */
@Configuration(proxyBeanMethods = false)
class InviteLine {

    private static final String LEDGER = "slack_invite_effects";

    @Bean
    Provider slack(InviteSettings settings) {
        return new Provider(settings.calls());
    }

    @Bean
    EffectLine invitations(EffectLines lines, InviteSettings settings) {
        return lines.open(LEDGER, OutsideSystem.SLACK, "slack users.admin.invite", settings.calls());
    }

    @Bean
    Rebuildable rebuildableInvites(EffectLines lines) {
        return lines.ledgerOf(ConsumerGroup.SLACK_INVITES, LEDGER, OutsideSystem.SLACK.outcomes());
    }
}
