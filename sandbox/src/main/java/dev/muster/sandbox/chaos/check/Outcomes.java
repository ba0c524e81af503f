package dev.muster.sandbox.chaos.check;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** How the attempts at each effect ended, as the log has it. */
final class Outcomes {

    /** Who lost the store on the way counts an attempt twice: then the end of it is the later. */
    private static final Comparator<Outcome> ORDER = comparingLong(Outcome::sequence)
            .thenComparingLong(Outcome::attempt)
            .thenComparing(outcome -> outcome.isDone() || outcome.isRejected());

    private final Map<String, List<Outcome>> byEffect;

    /** One outcome; {@code code} says why where it is no success. */
    record Outcome(Event event, JsonNode effect) {

        String effectId() {
            return effect.path("effectId").asString("");
        }

        String cause() {
            return effect.path("cause").asString("");
        }

        long sequence() {
            return effect.path("sequence").asLong(-1);
        }

        long attempt() {
            return effect.path("attempt").asLong(-1);
        }

        String status() {
            return effect.path("status").asString("");
        }

        String code() {
            return effect.path("code").asString("");
        }

        boolean isDone() {
            return status().equals("succeeded");
        }

        boolean isRejected() {
            return status().equals("rejected");
        }
    }

    private Outcomes(Map<String, List<Outcome>> byEffect) {
        this.byEffect = byEffect;
    }

    static Outcomes of(Topics topics) {
        return new Outcomes(Stream.of(Topics.INVITES, Topics.CONTACTS, Topics.DELIVERIES)
                .flatMap(topics::of)
                .map(event -> new Outcome(event, event.data().path("effect")))
                .filter(outcome -> !outcome.effectId().isEmpty())
                .collect(groupingBy(Outcome::effectId)));
    }

    /** The last outcome of an effect for one cause. */
    Optional<Outcome> last(String effectId, String cause) {
        return of(effectId).filter(outcome -> outcome.cause().equals(cause)).max(ORDER);
    }

    /** The last outcome of an effect for causes that stand there or later. */
    Optional<Outcome> lastSince(String effectId, long sequence) {
        return of(effectId).filter(outcome -> outcome.sequence() >= sequence).max(ORDER);
    }

    /** The number of the last attempt that the log knows of. */
    long attempts(String effectId) {
        return of(effectId).mapToLong(Outcome::attempt).max().orElse(0);
    }

    /** Whether an effect ever came about. */
    boolean isDone(String effectId) {
        return of(effectId).anyMatch(Outcome::isDone);
    }

    private Stream<Outcome> of(String effectId) {
        return byEffect.getOrDefault(effectId, List.of()).stream();
    }
}
