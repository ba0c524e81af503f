package dev.muster.slack.invite;

import dev.muster.events.OutsideSystem;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.effect.EffectLines;
import dev.muster.events.effect.Provider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The line of invitations and its provider. */
@Configuration(proxyBeanMethods = false)
class InviteLine {

    @Bean
    Provider slack(InviteSettings settings) {
        return new Provider(settings.calls());
    }

    @Bean
    EffectLine invitations(EffectLines lines, InviteSettings settings) {
        return lines.open("slack_invite_effects", OutsideSystem.SLACK, settings.calls());
    }
}
