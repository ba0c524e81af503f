package dev.muster.gateway.clock;

import static dev.muster.gateway.World.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.events.ChannelRoster;
import dev.muster.events.EventCodec;
import dev.muster.events.SlackDirectoryEvent;
import dev.muster.events.Standup;
import dev.muster.events.StandupEvent;
import dev.muster.events.Topic;
import dev.muster.events.kafka.EventPublisher;
import dev.muster.events.kafka.TopicTable;
import dev.muster.gateway.GatewayTest;
import dev.muster.gateway.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.support.SendResult;

/**
 * The clock on a real log, at made-up times: on a day of the week that is neither today nor yesterday, so that to the clocks of
 * the gateways that run here nothing is due.
 */
@GatewayTest
class StandupClockTest {

    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusWeeks(10).plusDays(3);
    private final World world;
    private final ConsumerFactory<String, byte[]> consumers;
    private final ProducerFactory<String, byte[]> producers;
    private final EventCodec codec;
    private final StandupClock gatewaysOwn;
    private final TopicTable<SlackDirectoryEvent> directory;
    private final List<Replica> replicas = new ArrayList<>();
    private final Standup standup =
            Given.onlyOn(day, Given.standup(Given.newId(), ZoneOffset.UTC, "08:00", "09:30", "10:00"));

    @Autowired
    StandupClockTest(
            World world,
            ConsumerFactory<String, byte[]> consumers,
            ProducerFactory<String, byte[]> producers,
            EventCodec codec,
            StandupClock gatewaysOwn,
            TopicTable<SlackDirectoryEvent> directory) {
        this.world = world;
        this.consumers = consumers;
        this.producers = producers;
        this.codec = codec;
        this.gatewaysOwn = gatewaysOwn;
        this.directory = directory;
    }

    /** It closes open runs whatever their day. */
    @BeforeEach
    void stopTheGatewaysOwnClock() throws InterruptedException {
        gatewaysOwn.stop();
        world.happens(new ChannelRoster(standup.channel(), "standups", List.of("U1")));
        assertThat(directory.catchUp(Duration.ofSeconds(30))).isTrue();
    }

    @AfterEach
    void endReplicas() {
        replicas.forEach(Replica::end);
        gatewaysOwn.start();
    }

    @Test
    void eachPhaseIsPublishedWhenItIsDue() {
        var replica = replica("07:00:00");
        replica.standups.define(standup);

        replica.looksAt("07:59:59");
        assertThat(ticks()).isEmpty();

        replica.looksAt("08:00:00.3");
        replica.looksAt("08:00:01.3");
        replica.looksAt("09:30:00.3");
        replica.looksAt("10:00:00.3");
        replica.looksAt("10:00:01.3");
        assertThat(ticks())
                .extracting(tick -> header(tick, "ce_id") + " " + header(tick, "ce_time"))
                .containsExactly(
                        standup.id() + "|" + day + "|ASK " + day + "T08:00:00Z",
                        standup.id() + "|" + day + "|REMIND " + day + "T09:30:00Z",
                        standup.id() + "|" + day + "|CLOSE " + day + "T10:00:00Z");
        assertThat(new String(ticks().getFirst().value(), UTF_8))
                .contains("\"dueAt\":\"" + day + "T08:00:00Z\"", "\"questions\":[\"What did you do?\"]");
    }

    @Test
    void nobodyIsAskedBeforeTheBotIsInTheChannel() throws Exception {
        var elsewhere = new Standup(
                standup.id(),
                standup.name(),
                "C" + standup.id().toUpperCase(Locale.ROOT).replace("-", ""),
                standup.questions(),
                standup.days(),
                standup.askAt(),
                standup.remindAt(),
                standup.reportAt(),
                standup.zone(),
                true);
        var replica = replica("07:00:00");
        replica.standups.define(elsewhere);

        replica.looksAt("08:00:00.3");
        replica.looksAt("08:30:00.3");
        assertThat(ticks()).isEmpty();

        world.happens(new ChannelRoster(elsewhere.channel(), "elsewhere", List.of("U1")));
        assertThat(directory.catchUp(Duration.ofSeconds(30))).isTrue();
        replica.looksAt("08:30:01.3");
        assertThat(ids()).containsExactly("ASK");
    }

    @Test
    void aRestartPublishesWhatWasMissedOnceAndNothingTwice() {
        replica("07:00:00").standups.define(standup);

        replica("08:30:00").looks();
        replica("08:45:00").looks();
        replica("09:29:00").looks();

        assertThat(ids()).containsExactly("ASK");
    }

    @Test
    void whatWasMissedTooLongAgoIsPassedOver() {
        replica("07:00:00").standups.define(standup);

        var late = replica("10:30:00");
        late.looks();
        late.looks();

        assertThat(ids()).isEmpty();
    }

    @Test
    void anOpenRunIsClosedHoweverLate() {
        replica("07:00:00").standups.define(standup);
        replica("08:00:00").looks();
        world.happens(Given.opened(standup, day, instant("08:00:00"), instant("10:00:00")));

        replica(day.plusDays(5) + "T15:00:00Z").looks();

        assertThat(ids()).contains("ASK", "CLOSE");
        assertThat(ticks()).last().satisfies(tick -> assertThat(header(tick, "ce_id"))
                .isEqualTo(standup.id() + "|" + day + "|CLOSE"));
    }

    @Test
    void twoReplicasPublishTicksOfTheSameIds() {
        replica("07:00:00").standups.define(standup);
        var one = replica("08:00:00");
        var other = replica("08:00:00");

        one.looks();
        other.looks();

        // The other may have heard the one already.
        assertThat(ids()).hasSizeBetween(1, 2).containsOnly("ASK");
    }

    @Test
    void aChangeCountsAtOnce() {
        var replica = replica("07:00:00");
        replica.standups.define(standup);

        replica.at("07:30:00");
        replica.standups.define(Given.disabled(standup));
        replica.looksAt("08:00:00");
        assertThat(ids()).isEmpty();

        replica.at("08:30:00");
        replica.standups.define(standup);
        replica.looksAt("08:30:01");
        assertThat(ids()).isEmpty();
        replica.looksAt("09:30:00");
        assertThat(ids()).containsExactly("REMIND");

        replica.standups.retire(standup);
        replica.looksAt("10:00:00");
        assertThat(ids()).containsExactly("REMIND");
    }

    @Test
    void aTickThatIsNotPublishedIsTriedAgain() {
        var replica = replica("07:00:00");
        replica.standups.define(standup);
        replica.kafkaIsAway.set(true);

        replica.looksAt("08:00:00");
        replica.looksAt("08:00:30");
        assertThat(ids()).isEmpty();

        replica.kafkaIsAway.set(false);
        replica.looksAt("08:40:00");
        assertThat(ids()).containsExactly("ASK");
    }

    @Test
    void oneStandupsFailureHoldsNoOtherBack() {
        var replica = replica("07:00:00");
        var other = Given.onlyOn(day, Given.standup("a" + standup.id(), ZoneOffset.UTC, "08:00", null, "10:00"));
        replica.standups.define(other);
        replica.standups.define(standup);
        replica.refused = other.id();

        replica.looksAt("08:00:00");

        assertThat(world.recordsOf(Topic.STANDUP_TICKS, other.id())).isEmpty();
        assertThat(ids()).containsExactly("ASK");
    }

    @Test
    void tickIsOverdueWhileKafkaDoesNotTakeItAndThenItIsKnownHowLateItWas() {
        var replica = replica("07:00:00");
        replica.standups.define(standup);
        replica.kafkaIsAway.set(true);
        replica.looksAt("08:00:00");
        replica.at("08:00:40");
        assertThat(replica.meters.get("muster.tick.overdue").gauge().value()).isEqualTo(40);
        assertThat(replica.meters.get("muster.clock.look.age").gauge().value()).isEqualTo(40);

        replica.kafkaIsAway.set(false);
        replica.looks();

        assertThat(replica.meters.get("muster.tick.overdue").gauge().value()).isZero();
        assertThat(replica.meters.get("muster.clock.look.age").gauge().value()).isZero();
        var lateness =
                replica.meters.get("muster.tick.lateness").tag("phase", "ask").timer();
        assertThat(lateness.count()).isEqualTo(1);
        assertThat(lateness.totalTime(TimeUnit.SECONDS)).isEqualTo(40);
    }

    @Test
    void nothingIsJudgedBeforeTheLogIsRead() {
        replica("07:00:00").standups.define(standup);
        var replica = new Replica("08:00:00");
        replicas.add(replica);
        replica.table.start();
        soon().until(replica.table::isWhole);

        replica.looks();
        assertThat(ids()).isEmpty();

        replica.begin();
        replica.looks();
        assertThat(ids()).containsExactly("ASK");
    }

    @Test
    void theSeededStandupIsDefinedOnceAndNeverOverAnOperators() {
        var seeded = settings("C0SEEDED");
        var first = replica("07:00:00", seeded);
        first.standups.find("daily").ifPresent(first.standups::retire);
        first.looks();
        first.looks();
        assertThat(first.standups.find("daily")).map(Standup::channel).contains("C0SEEDED");

        first.standups.define(Given.disabled(first.standups.find("daily").orElseThrow()));
        replica("07:10:00", seeded).looks();
        assertThat(first.standups.find("daily")).map(Standup::enabled).contains(false);

        first.standups.retire(first.standups.find("daily").orElseThrow());
        first.looks();
        assertThat(first.standups.find("daily")).isEmpty();
        replica("07:20:00", settings("")).looks();
        assertThat(first.standups.find("daily")).isEmpty();
    }

    @Test
    void itRunsByItselfAndEnds() {
        var replica = replica("07:00:00");
        replica.standups.define(standup);
        replica.at("08:00:00");

        replica.clock.start();
        soon().untilAsserted(() -> assertThat(ids()).containsExactly("ASK"));
        replica.clock.stop();
        assertThat(replica.clock.isRunning()).isFalse();
        replica.at("09:30:00");
        replica.clock.start();
        soon().untilAsserted(() -> assertThat(ids()).containsExactly("ASK", "REMIND"));
        replica.clock.stop();
    }

    /** What one gateway has of its own, from one start to its end. */
    private final class Replica {

        final AtomicReference<Instant> now;
        final MeterRegistry meters = new SimpleMeterRegistry();
        final AtomicBoolean kafkaIsAway = new AtomicBoolean();
        final TopicTable<StandupEvent> table = new TopicTable<>(consumers, codec, Topic.STANDUPS, StandupEvent.class);
        final RunLog runs = new RunLog(consumers, codec);
        final Standups standups;
        final StandupClock clock;
        volatile String refused = "";

        Replica(String time) {
            this(time, settings(""));
        }

        Replica(String time, StandupSettings settings) {
            now = new AtomicReference<>(instant(time));
            var kafka = new KafkaTemplate<>(producers) {
                @Override
                public CompletableFuture<SendResult<String, byte[]>> send(ProducerRecord<String, byte[]> record) {
                    return kafkaIsAway.get() || refused.equals(record.key())
                            ? CompletableFuture.failedFuture(new TimeoutException("away"))
                            : super.send(record);
                }
            };
            var events = new EventPublisher(kafka, codec);
            var clockMeters = new ClockMeters(meters, now::get);
            var ticks = new Ticks(events, runs, clockMeters);
            standups = new Standups(table, runs, ticks, events, now::get);
            clock = new StandupClock(
                    standups,
                    runs,
                    ticks,
                    new BotChannels(directory),
                    new SeededStandup(settings, standups),
                    now::get,
                    clockMeters);
        }

        void begin() {
            if (!table.isRunning()) {
                table.start();
            }
            runs.start();
            soon().until(() -> table.isWhole() && runs.isWhole());
        }

        void at(String time) {
            now.set(instant(time));
        }

        void looksAt(String time) {
            at(time);
            looks();
        }

        void looks() {
            clock.look();
        }

        void end() {
            clock.stop();
            table.stop();
            runs.stop();
        }
    }

    private Replica replica(String time) {
        return replica(time, settings(""));
    }

    private Replica replica(String time, StandupSettings settings) {
        var replica = new Replica(time, settings);
        replicas.add(replica);
        replica.begin();
        return replica;
    }

    private static StandupSettings settings(String channel) {
        return new StandupSettings(
                channel, "Daily", "What?", Set.of(DayOfWeek.MONDAY), "08:00", "", "10:00", ZoneOffset.UTC, true);
    }

    private List<ConsumerRecord<String, byte[]>> ticks() {
        return world.recordsOf(Topic.STANDUP_TICKS, standup.id());
    }

    private List<String> ids() {
        return ticks().stream()
                .map(tick -> header(tick, "ce_id"))
                .map(id -> id.substring(id.lastIndexOf('|') + 1))
                .toList();
    }

    private Instant instant(String time) {
        return time.endsWith("Z")
                ? Instant.parse(time)
                : day.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
