package dev.muster.events.store;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.view.Views;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;

/** What a service imports to keep views or a ledger; a store that is away is noticed within two seconds. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreSettings.class)
public class MusterStore {

    private static final int SECONDS_TO_FIND_A_SERVER = 2;
    private static final int SECONDS_TO_ANSWER = 5;

    /** Takes the settings so that a wrong one is refused before the driver meets it. */
    @Bean
    MongoClientSettingsBuilderCustomizer storeTimeouts(StoreSettings settings) {
        return client -> client.applyConnectionString(settings.uri())
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SECONDS_TO_FIND_A_SERVER, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(SECONDS_TO_FIND_A_SERVER, TimeUnit.SECONDS)
                        .readTimeout(SECONDS_TO_ANSWER, TimeUnit.SECONDS));
    }

    @Bean
    MongoDatabase store(MongoClient client, StoreSettings settings) {
        var database = settings.uri().getDatabase();
        return client.getDatabase(Objects.requireNonNullElse(database, "muster"));
    }

    @Bean
    Views views(
            MongoDatabase store,
            ConsumerFactory<String, byte[]> consumers,
            InstantSource clock,
            MeterRegistry registry) {
        return new Views(store, consumers, clock, registry);
    }
}
