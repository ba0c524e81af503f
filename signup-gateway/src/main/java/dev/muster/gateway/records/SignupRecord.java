package dev.muster.gateway.records;

import dev.muster.events.ContactOutcome;
import dev.muster.events.EffectOutcome;
import dev.muster.events.Envelope;
import dev.muster.events.InviteOutcome;
import dev.muster.events.UserSignedUp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one person's sign-up. Each event is such a piece of knowledge, and pieces {@linkplain #merge merge} into the
 * same whole in whatever order and however often they come: it is a join-semilattice.
 *
 * <p>A sign-up's <em>sequence</em> is the offset of its event in its partition; a later one of the same person has a greater one,
 * and every outcome names the one that it answers. Times are in milliseconds, as the document store keeps them.
 *
 * @param erased the offset of the latest erasure, -1 where there is none: sign-ups before it are forgotten
 * @param announced the sequence of the latest sign-up that is known to stand in the log, -1 where there is none
 * @param signup the latest sign-up, where it is known
 * @param invites the attempts at the invitation
 * @param contacts the attempts at the contact
 */
public record SignupRecord(
        long erased,
        long announced,
        @Nullable Signup signup,
        NavigableMap<Turn, EffectOutcome> invites,
        NavigableMap<Turn, EffectOutcome> contacts) {

    /** Nothing is known. */
    public static final SignupRecord EMPTY =
            new SignupRecord(-1, -1, null, Collections.emptyNavigableMap(), Collections.emptyNavigableMap());

    private static final Comparator<EffectOutcome> LATER = Comparator.comparing(EffectOutcome::finishedAt)
            .thenComparing(EffectOutcome::status)
            .thenComparing(EffectOutcome::toString);

    /**
     * A person's sign-up as it was sent.
     *
     * @param sequence the offset of its event
     * @param eventId the id of its event
     * @param email the address
     * @param firstName the first name, empty where none was given
     * @param lastName the last name, empty where none was given
     * @param at when it was sent
     */
    public record Signup(long sequence, String eventId, String email, String firstName, String lastName, Instant at) {}

    /**
     * Which attempt it is.
     *
     * @param sequence the sign-up that it is made for
     * @param attempt its number
     */
    public record Turn(long sequence, int attempt) implements Comparable<Turn> {

        private static final Comparator<Turn> ORDER =
                Comparator.comparingLong(Turn::sequence).thenComparingInt(Turn::attempt);

        static Turn of(EffectOutcome outcome) {
            return new Turn(outcome.sequence(), outcome.attempt());
        }

        @Override
        public int compareTo(Turn other) {
            return ORDER.compare(this, other);
        }
    }

    public SignupRecord {
        if (signup != null && signup.sequence() < erased) {
            signup = null;
        }
        invites = Collections.unmodifiableNavigableMap(invites);
        contacts = Collections.unmodifiableNavigableMap(contacts);
    }

    /** A person has signed up, in the event at that offset. */
    static SignupRecord of(long offset, Envelope<?> envelope, UserSignedUp event) {
        var signup = new Signup(
                offset, envelope.id(), event.email(), event.firstName(), event.lastName(), inMillis(envelope.time()));
        return new SignupRecord(-1, -1, signup, EMPTY.invites, EMPTY.contacts);
    }

    /** An attempt at the invitation has ended. */
    static SignupRecord of(InviteOutcome event) {
        return new SignupRecord(-1, -1, null, only(event.effect()), EMPTY.contacts);
    }

    /** An attempt at the contact has ended. */
    static SignupRecord of(ContactOutcome event) {
        return new SignupRecord(-1, -1, null, EMPTY.invites, only(event.effect()));
    }

    /** The person is erased, by the record at that offset. */
    static SignupRecord erasedAt(long offset) {
        return new SignupRecord(offset, -1, null, EMPTY.invites, EMPTY.contacts);
    }

    /** The same without what a person sent: only that a sign-up stands in the log. */
    public SignupRecord announcement() {
        return signup == null ? this : new SignupRecord(erased, sequence(), null, invites, contacts);
    }

    /** What is known from both. */
    public SignupRecord merge(SignupRecord other) {
        return new SignupRecord(
                Math.max(erased, other.erased),
                Math.max(announced, other.announced),
                later(signup, other.signup),
                merge(invites, other.invites),
                merge(contacts, other.contacts));
    }

    /** Whether there is a person to tell of; outcomes alone are none. */
    public boolean isKnown() {
        return signup != null;
    }

    /** Whether the person was here and is erased. */
    public boolean isErased() {
        return erased >= 0 && signup == null && announced < erased;
    }

    /** The sequence of the latest sign-up, -1 where there is none. */
    public long sequence() {
        return signup == null ? announced : Math.max(announced, signup.sequence());
    }

    /** The latest sign-up, unless a later one is announced. */
    public Optional<Signup> current() {
        return Optional.ofNullable(signup).filter(known -> known.sequence() == sequence());
    }

    /** The attempts that were made for the latest sign-up, in order. */
    public List<EffectOutcome> attempts(Step step) {
        return List.copyOf(allAttempts(step)
                .subMap(new Turn(sequence(), 0), true, new Turn(sequence(), Integer.MAX_VALUE), true)
                .values());
    }

    /** The attempts that were ever made. Keeping the record is not a matter of attempts. */
    NavigableMap<Turn, EffectOutcome> allAttempts(Step step) {
        return switch (step) {
            case RECORD -> Collections.emptyNavigableMap();
            case SLACK -> invites;
            case CRM -> contacts;
        };
    }

    private static @Nullable Signup later(@Nullable Signup one, @Nullable Signup other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.sequence() >= other.sequence() ? one : other;
    }

    private static NavigableMap<Turn, EffectOutcome> merge(
            NavigableMap<Turn, EffectOutcome> some, NavigableMap<Turn, EffectOutcome> others) {
        if (some.isEmpty() || others.isEmpty()) {
            return some.isEmpty() ? others : some;
        }
        var all = new TreeMap<>(some);
        others.forEach((turn, outcome) ->
                all.merge(turn, outcome, (one, other) -> LATER.compare(one, other) >= 0 ? one : other));
        return all;
    }

    private static NavigableMap<Turn, EffectOutcome> only(EffectOutcome outcome) {
        var attempt = inMillis(outcome);
        return new TreeMap<>(Map.of(Turn.of(attempt), attempt));
    }

    private static EffectOutcome inMillis(EffectOutcome outcome) {
        var nextAttemptAt = outcome.nextAttemptAt();
        return new EffectOutcome(
                outcome.effectId(),
                outcome.version(),
                outcome.cause(),
                outcome.sequence(),
                outcome.attempt(),
                outcome.status(),
                outcome.code(),
                outcome.detail(),
                inMillis(outcome.startedAt()),
                inMillis(outcome.finishedAt()),
                nextAttemptAt == null ? null : inMillis(nextAttemptAt),
                outcome.externalId());
    }

    private static Instant inMillis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
