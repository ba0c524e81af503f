package dev.muster.slack.delivery;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.OutsideSystem;
import dev.muster.events.Topic;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.effect.EffectLines;
import dev.muster.events.view.Rebuildable;
import dev.muster.slack.web.SlackSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The line of messages: all of them have one ledger, so that what follows from different topics keeps its order. */
@Configuration(proxyBeanMethods = false)
class MessageLine {

    /** A message in doubt is looked for before it is sent: at most so many requests' time. */
    static final int REQUESTS = 4;

    private static final String LEDGER = "slack_message_effects";

    @Bean
    EffectLine messageEffects(EffectLines lines, SlackSettings settings) {
        return lines.open(
                LEDGER,
                OutsideSystem.SLACK,
                Topic.SLACK_DELIVERIES,
                "slack message",
                settings.calls(),
                REQUESTS);
    }

    @Bean
    Rebuildable rebuildablePrompts(EffectLines lines) {
        return lines.ledgerOf(ConsumerGroup.SLACK_PROMPTS, LEDGER, Topic.SLACK_DELIVERIES);
    }

    @Bean
    Rebuildable rebuildablePosts(EffectLines lines) {
        return lines.ledgerOf(ConsumerGroup.SLACK_POSTS, LEDGER, Topic.SLACK_DELIVERIES);
    }
}
