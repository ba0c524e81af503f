package dev.muster.events.replay;

import dev.muster.events.UnreadableEvent;
import dev.muster.events.fault.Rejected;
import dev.muster.events.fault.SetAside;
import dev.muster.events.kafka.DeadLetter;
import dev.muster.events.kafka.DeadLetters;
import dev.muster.events.replay.Stretch.Fate;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hands the records of dead letters to the handler again, and says of each what became of it.
 *
 * @param only the letters that it is about, such as {@code 3@42}, empty for all
 * @param most how many times a letter is tried again that is not named
 */
record Redrive(
        Line line,
        Set<String> only,
        int most,
        Letters letters,
        Sources sources,
        Erasures erasures,
        DeadLetters deadLetters)
        implements Step {

    @Override
    public Taken take(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        var isNamed = only.contains(record.partition() + "@" + record.offset());
        if (!only.isEmpty() && !isNamed) {
            return Taken.PASSED;
        }
        DeadLetter letter;
        try {
            letter = DeadLetter.of(record);
        } catch (UnreadableEvent e) {
            return passed("no dead letter: nothing says where the record stood");
        }
        var later = letters.after(letter, record.offset());
        if (later.isPresent()) {
            return passed("became a dead letter again: " + record.partition() + "@" + later.get());
        }
        if (letter.redrives() >= most && !isNamed) {
            return passed("tried again " + letter.redrives() + " times before: only where it is named");
        }
        var source = sources.of(letter, record);
        if (source.isEmpty()) {
            return passed("no longer in the log");
        }
        return erasures.cover(source.get()) ? passed("the person was erased since") : redrive(letter, source.get());
    }

    private Taken redrive(DeadLetter letter, ConsumerRecord<String, byte[]> record) throws InterruptedException {
        letter.mark(record.headers());
        try {
            return new Taken(line.handle(record, true) ? Fate.CALLED : Fate.HANDLED, "handled");
        } catch (Rejected rejected) {
            return new Taken(Fate.REJECTED, "rejected: " + rejected.code());
        } catch (UnreadableEvent unreadable) {
            deadLetters.send(record, unreadable, line.group());
            return new Taken(Fate.DEAD_LETTER, "dead letter again: " + unreadable.getMessage());
        } catch (SetAside setAside) {
            deadLetters.send(record, setAside, line.group());
            return new Taken(Fate.DEAD_LETTER, "dead letter again: " + setAside.getMessage());
        }
    }

    private static Taken passed(String why) {
        return new Taken(Fate.PASSED, why);
    }
}
