package dev.muster.events.replay;

import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.Pause;
import dev.muster.events.fault.Rejected;
import dev.muster.events.replay.Stretch.Fate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Says of each record what healing would do, and does nothing: what cannot be told now is waited for, never set aside.
 *
 * @param only the keys of the records that it is about, empty for all
 */
record DryRun(Line line, Set<String> only, Erasures erasures, InstantSource clock) implements Step {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    @Override
    public Taken take(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        return Heal.isMeant(only, record) ? new Taken(Fate.HANDLED, examine(record)) : Taken.PASSED;
    }

    private String examine(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            return erasures.cover(record) ? "the person was erased since: nothing" : line.examine(record);
        } catch (UnreadableEvent unreadable) {
            return "would be a dead letter: " + unreadable.getMessage();
        } catch (Rejected rejected) {
            return "would be rejected as " + rejected.code();
        } catch (RuntimeException e) {
            throw new Pause(Pause.Scope.PARTITION, clock.instant().plus(PAUSE), "cannot be told yet: " + e);
        }
    }
}
