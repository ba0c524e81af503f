package dev.muster.events.effect;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoCollection;
import dev.muster.events.EffectOutcome;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.InviteOutcome;
import dev.muster.events.OutsideSystem;
import dev.muster.events.ProviderEvent;
import dev.muster.events.TestBroker;
import dev.muster.events.Topic;
import dev.muster.events.fault.BackOff;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.SetAside;
import dev.muster.events.fault.Unavailable;
import dev.muster.events.trace.Spans;
import dev.muster.events.view.View;
import dev.muster.events.view.ViewWriter;
import dev.muster.events.view.Views;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import reactor.core.publisher.Mono;

/** A line over a real document store, whose ledger is a view of a topic at a real broker; who extends it says what happens. */
abstract class EffectLineFixture {

    private static final String SIGNUP_ID = "abcdefghijklmnopqrstuvwx27";
    static final Tags LINE = EffectMeters.tagsOf(OutsideSystem.SLACK, "effects");
    static final String EFFECT_ID = "invite:" + SIGNUP_ID;
    static final Duration DEADLINE = Duration.ofSeconds(3);
    static final Duration GRACE = Duration.ofSeconds(2);
    static final Duration SET_ASIDE_AFTER = Duration.ofMinutes(10);

    final TestStore store = new TestStore();
    final String topic = "outcomes-" + UUID.randomUUID();
    final EventCodec codec = new EventCodec();
    final List<EffectOutcome> published = new ArrayList<>();
    final List<Boolean> calls = new ArrayList<>();
    final List<ProviderEvent> told = new ArrayList<>();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final LedgerGauges unsettled = new LedgerGauges(meters);
    final Outage outage = new Outage(OutsideSystem.SLACK, DEADLINE, told::add);

    @Nullable View ledger;

    private final List<Views> opened = new ArrayList<>();
    private final List<EffectLine> lines = new ArrayList<>();
    Instant now = Instant.parse("2026-11-20T08:00:00Z");

    @BeforeEach
    void createTopic() {
        TestBroker.create(new NewTopic(topic, 2, (short) 1));
    }

    @AfterEach
    void closeStore() {
        opened.forEach(Views::stop);
        store.close();
    }

    Effect askedOf(String effectId) {
        return new Effect(effectId, "", "cause of " + effectId, 8, now.plusSeconds(1), false);
    }

    void loseTheStore() {
        store.drop();
        awaitLedger();
    }

    /** From now on nobody builds the ledger anew. */
    void stopMinding() {
        opened.forEach(Views::stop);
    }

    void awaitLedger() {
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(requireNonNull(ledger).write()).isNotNull());
    }

    EffectLine line() {
        return line(1);
    }

    EffectLine line(int requests) {
        return line(requests, new OutcomeRows(codec, "effects"));
    }

    /** A line whose ledger is built by that writer. */
    EffectLine line(int requests, ViewWriter rows) {
        var consumers = new DefaultKafkaConsumerFactory<String, byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestBroker.ADDRESS,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "consumer",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
        var views = new Views(store.database(), consumers, () -> now, meters);
        var view = views.openLedger("effects", topic, rows);
        views.start();
        opened.add(views);
        ledger = view;
        awaitLedger();
        var opening = new EffectLedger(view, "effects", () -> now);
        unsettled.add(LINE, opening);
        var itsMeters = new EffectMeters(meters, () -> now, OutsideSystem.SLACK, "effects");
        var line = new EffectLine(
                opening,
                itsMeters,
                outage,
                new Calls("slack users.admin.invite", Spans.NONE, itsMeters),
                new Pace(1000, Duration.ofSeconds(1)),
                new Limits(DEADLINE, requests, GRACE),
                BackOff.UP_TO_A_MINUTE,
                SET_ASIDE_AFTER,
                new Random(7));
        // Its meters show what they know for as long as it is there.
        lines.add(line);
        return line;
    }

    Effect asked(String cause, long sequence) {
        return asked(cause, sequence, "");
    }

    Effect asked(String cause, long sequence, String version) {
        return new Effect(EFFECT_ID, version, cause, sequence, now.plusSeconds(1), false);
    }

    Effect replayed(String cause, long sequence) {
        return new Effect(EFFECT_ID, "", cause, sequence, now.plusSeconds(1), true);
    }

    Done succeed(EffectLine.Attempt attempt) {
        calls.add(attempt.inDoubt());
        return new Done("invited", "17");
    }

    Done crash(EffectLine.Attempt attempt) {
        throw new Crash();
    }

    void crash(EffectOutcome outcome) {
        throw new Crash();
    }

    Done loseTheClaim(EffectLine.Attempt attempt) {
        change("claimedBy", "somebody else");
        return succeed(attempt);
    }

    /** What somebody else does to the row. */
    void change(String field, String value) {
        Mono.from(effects().updateOne(eq("_id", EFFECT_ID), set(field, value))).block();
    }

    EffectLine.Call fail(RuntimeException fault) {
        return attempt -> {
            calls.add(attempt.inDoubt());
            throw fault;
        };
    }

    /** Runs into the fault, and lets the time pass that it has to be waited for. */
    Duration pausedBy(EffectLine line, RuntimeException fault) {
        var pause = catchThrowableOfType(Pause.class, () -> line.run(asked("cause-1", 7), fail(fault), published::add));
        var wait = Duration.between(now, pause.until());
        now = pause.until().plusMillis(1);
        return wait;
    }

    /** Fails for long while somebody else's succeeds, and so is set aside. */
    void setAside() throws Exception {
        var fault = Unavailable.inDoubt("500", "Slack answered 500");
        pausedBy(line(), fault);
        line().run(askedOf("invite:somebody else"), this::succeed, published::add);
        now = now.plus(SET_ASIDE_AFTER);
        assertThatThrownBy(() -> line().run(asked("cause-1", 7), fail(fault), published::add))
                .isInstanceOf(SetAside.class);
    }

    void publishToKafka(EffectOutcome outcome) {
        var written =
                codec.write(new Envelope<>("1", "/test", outcome.finishedAt(), new InviteOutcome(SIGNUP_ID, outcome)));
        assertThat(written.topic()).isEqualTo(Topic.SLACK_INVITES);
        try (var producer = new KafkaProducer<String, byte[]>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.ADDRESS),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, null, null, written.key(), written.value(), written.headers()))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    Document row() {
        return requireNonNull(
                Mono.from(effects().find(eq("_id", EFFECT_ID)).first()).block());
    }

    MongoCollection<Document> effects() {
        return store.database().getCollection("effects");
    }

    /** What no code in the process can catch and go on from. */
    static final class Crash extends Error {}
}
