package dev.muster.standup.runs;

import static java.util.Comparator.comparingLong;

import dev.muster.events.Answer;
import dev.muster.events.AnswersRecorded;
import dev.muster.events.MemberSkipped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a member did in a run, in whatever order and how often it is told: of their answers the greatest sequence counts, and who
 * answered has not skipped.
 *
 * @param versions of their answers, by sequence; sending the same answers once more makes no other version
 * @param skip the first time that they skipped the day, where they did
 */
record MemberAnswers(List<Version> versions, @Nullable Skip skip) {

    static final MemberAnswers NONE = new MemberAnswers(List.of(), null);

    /** A document has a largest size: of very many versions the first and the latest are kept. */
    static final int MOST_VERSIONS = 100;

    /**
     * Answers as they were sent once.
     *
     * @param eventId of the event that recorded them
     * @param answers in the order of the questions
     * @param submittedAt when they were first sent like this, to the millisecond
     * @param sequence when they were last sent like this: a later version has a greater one
     * @param offset where they first stand in the run's history
     */
    record Version(String eventId, List<Answer> answers, Instant submittedAt, long sequence, long offset) {

        static Version of(String eventId, AnswersRecorded event, long offset) {
            return new Version(
                    eventId,
                    event.answers(),
                    event.submittedAt().truncatedTo(ChronoUnit.MILLIS),
                    event.sequence(),
                    offset);
        }

        /** One version of two that are the same. */
        private Version and(Version other) {
            var first = offset <= other.offset ? this : other;
            return new Version(
                    first.eventId, first.answers, first.submittedAt, Math.max(sequence, other.sequence), first.offset);
        }
    }

    /**
     * That they skipped the day.
     *
     * @param at when, to the millisecond
     * @param sequence of the interaction
     * @param offset where it stands in the run's history
     */
    record Skip(Instant at, long sequence, long offset) {

        static Skip of(MemberSkipped event, long offset) {
            return new Skip(event.skippedAt().truncatedTo(ChronoUnit.MILLIS), event.sequence(), offset);
        }
    }

    MemberAnswers {
        versions = List.copyOf(versions);
    }

    /** With answers that were recorded. */
    MemberAnswers plus(Version version) {
        var known = versions.stream()
                .filter(other -> other.eventId().equals(version.eventId()))
                .findFirst();
        var others = versions.stream().filter(other -> !known.equals(Optional.of(other)));
        var sorted = Stream.concat(others, Stream.of(known.map(version::and).orElse(version)))
                .sorted(comparingLong(Version::sequence))
                .toList();
        return new MemberAnswers(bounded(withoutRepeats(sorted)), skip);
    }

    /** With a day skipped. */
    MemberAnswers plus(Skip other) {
        return new MemberAnswers(versions, skip == null || other.offset() < skip.offset() ? other : skip);
    }

    /** The answers that count, where there are any. */
    Optional<Version> latest() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    /** The answers that counted before. */
    List<Version> earlier() {
        return versions.subList(0, Math.max(0, versions.size() - 1));
    }

    boolean isSkipped() {
        return versions.isEmpty() && skip != null;
    }

    boolean isSilent() {
        return versions.isEmpty() && skip == null;
    }

    /** Whether there are answers, but only after the run's closing. */
    boolean isLate(Run run) {
        return !versions.isEmpty() && versions.stream().allMatch(version -> run.isClosedBefore(version.offset()));
    }

    /** What was known before that place in the run's history. */
    MemberAnswers before(long offset) {
        return new MemberAnswers(
                versions.stream().filter(version -> version.offset() < offset).toList(),
                skip != null && skip.offset() < offset ? skip : null);
    }

    private static List<Version> withoutRepeats(List<Version> sorted) {
        var versions = new ArrayList<Version>();
        for (var version : sorted) {
            if (!versions.isEmpty() && versions.getLast().answers().equals(version.answers())) {
                versions.add(versions.removeLast().and(version));
            } else {
                versions.add(version);
            }
        }
        return versions;
    }

    private static List<Version> bounded(List<Version> versions) {
        if (versions.size() <= MOST_VERSIONS) {
            return versions;
        }
        var latest = versions.subList(versions.size() - (MOST_VERSIONS - 1), versions.size());
        return Stream.concat(Stream.of(versions.getFirst()), latest.stream()).toList();
    }
}
