package dev.muster.slack.invite;

import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.EventCodec;
import dev.muster.events.Topic;
import dev.muster.events.effect.EffectLedger;
import dev.muster.events.effect.EffectLine;
import dev.muster.events.effect.OutcomeHistory;
import dev.muster.events.effect.Pace;
import dev.muster.events.effect.Provider;
import dev.muster.events.fault.BackOff;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** The line of invitations: its provider, its ledger and its pace. */
@Configuration(proxyBeanMethods = false)
class InviteLine {

    @Bean
    Provider slack(InviteSettings settings) {
        return new Provider(settings.connectTimeout(), settings.answerTimeout());
    }

    @Bean
    EffectLine invitations(
            MongoDatabase store,
            ConsumerFactory<String, byte[]> consumers,
            EventCodec codec,
            Provider slack,
            InviteSettings settings,
            InstantSource clock) {
        var history = new OutcomeHistory(consumers, codec, Topic.SLACK_INVITES);
        return new EffectLine(
                new EffectLedger(store, "slack_invite_effects", history, clock),
                new Pace(settings.pace()),
                slack.deadline(),
                settings.grace(),
                BackOff.UP_TO_A_MINUTE,
                RandomGenerator.getDefault());
    }
}
