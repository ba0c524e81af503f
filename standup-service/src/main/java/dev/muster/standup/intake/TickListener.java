package dev.muster.standup.intake;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.Envelope;
import dev.muster.events.EventCodec;
import dev.muster.events.RunClosed;
import dev.muster.events.RunId;
import dev.muster.events.RunOpened;
import dev.muster.events.RunReminded;
import dev.muster.events.StandupRunEvent;
import dev.muster.events.StandupTick;
import dev.muster.events.StandupTick.Phase;
import dev.muster.events.StandupTickEvent;
import dev.muster.events.TickPassedOver;
import dev.muster.events.Topic;
import dev.muster.events.replay.Line;
import dev.muster.standup.intake.History.Entry;
import dev.muster.standup.runs.RunsView;
import dev.muster.standup.tables.DefinedStandups;
import dev.muster.standup.tables.Directory;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Opens, reminds and closes runs when the time for it has come. */
@Component
final class TickListener implements Line {

    private static final Logger log = LoggerFactory.getLogger(TickListener.class);

    private final EventCodec codec;
    private final DefinedStandups standups;
    private final Directory directory;
    private final RunsView runs;
    private final History history;

    TickListener(EventCodec codec, DefinedStandups standups, Directory directory, RunsView runs, History history) {
        this.codec = codec;
        this.standups = standups;
        this.directory = directory;
        this.runs = runs;
        this.history = history;
    }

    @Override
    public String group() {
        return ConsumerGroup.STANDUP_TICKS;
    }

    @KafkaListener(id = ConsumerGroup.STANDUP_TICKS, topics = Topic.STANDUP_TICKS)
    void on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        handle(record, false);
    }

    @Override
    public boolean handle(ConsumerRecord<String, byte[]> record, boolean again) throws InterruptedException {
        var envelope = codec.read(record, StandupTickEvent.class).orElse(null);
        if (envelope != null) {
            entryFor(envelope).ifPresentOrElse(history::add, () -> log.info("{} {}", envelope.id(), History.THERE));
        }
        return false;
    }

    @Override
    public String examine(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var envelope = codec.read(record, StandupTickEvent.class).orElse(null);
        return envelope == null
                ? NOTHING
                : entryFor(envelope).map(Entry::examine).orElse(History.THERE);
    }

    private Optional<Entry> entryFor(Envelope<StandupTickEvent> envelope) throws InterruptedException {
        return switch (envelope.event()) {
            case StandupTick tick -> {
                var runId = new RunId(tick.standup().id(), tick.date()).toString();
                var run = runs.find(runId);
                if (run.filter(known -> known.hasSeen(tick.phase())).isPresent()) {
                    yield Optional.empty();
                }
                var entry = isTaken(tick, run.isPresent())
                        ? new Entry(envelope, nameOf(tick.phase()), outcomeOf(runId, tick))
                        : new Entry(
                                envelope,
                                "passed-over",
                                new TickPassedOver(runId, envelope.id(), tick.phase(), History.UNKNOWN_STANDUP));
                yield Optional.of(entry).filter(found -> !history.has(found));
            }
        };
    }

    /**
     * A standup that is retired has its runs closed first, and that tick may come after the tombstone. None may open after it:
     * nobody would close it.
     */
    private boolean isTaken(StandupTick tick, boolean isRunKnown) throws InterruptedException {
        return switch (tick.phase()) {
            case ASK -> standups.hasNow(tick.standup().id());
            case REMIND -> isRunKnown || standups.has(tick.standup().id());
            case CLOSE -> true;
        };
    }

    private StandupRunEvent outcomeOf(String runId, StandupTick tick) throws InterruptedException {
        return switch (tick.phase()) {
            case ASK -> opening(runId, tick);
            case REMIND -> new RunReminded(runId, tick.dueAt());
            case CLOSE -> new RunClosed(runId, tick.dueAt());
        };
    }

    private RunOpened opening(String runId, StandupTick tick) throws InterruptedException {
        var standup = tick.standup();
        return new RunOpened(
                runId,
                standup.name(),
                standup.channel(),
                standup.questions(),
                directory.membersOf(standup.channel()),
                standup.zone(),
                tick.dueAt(),
                closesAt(tick).orElse(null));
    }

    /** A run of a standup that is disabled, and one that opens after its time, is closed by hand. */
    private static Optional<Instant> closesAt(StandupTick tick) {
        return tick.standup()
                .dueAt(Phase.CLOSE, tick.date())
                .filter(due -> tick.standup().enabled() && due.isAfter(tick.dueAt()));
    }

    private static String nameOf(Phase phase) {
        return switch (phase) {
            case ASK -> "opened";
            case REMIND -> "reminded";
            case CLOSE -> "closed";
        };
    }
}
