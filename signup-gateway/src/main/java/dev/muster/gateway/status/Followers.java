package dev.muster.gateway.status;

import dev.muster.gateway.records.SignupRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.scheduler.Schedulers;

/**
 * Hands what is heard of a person to those who follow that person. What was heard lately is kept for a while, so that a follower
 * misses nothing that the document store does not have yet; a slow follower is given the latest state only.
 */
final class Followers {

    private final Map<String, Set<Follower>> byId = new HashMap<>();
    private final Map<String, SignupRecord> lately;

    private static final class Follower {

        private final FluxSink<SignupRecord> sink;
        private SignupRecord heard;

        Follower(FluxSink<SignupRecord> sink, SignupRecord heard) {
            this.sink = sink;
            this.heard = heard;
        }

        void hear(SignupRecord news) {
            heard = heard.merge(news);
            sink.next(heard);
        }
    }

    /** Remembers so many people of whom something was heard last. */
    Followers(int memory) {
        this.lately = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, SignupRecord> eldest) {
                return size() > memory;
            }
        };
    }

    /** Passes on what has become known of a person. */
    synchronized void tell(String signupId, SignupRecord news) {
        var known = lately.remove(signupId);
        lately.put(signupId, known == null ? news : known.merge(news));
        byId.getOrDefault(signupId, Set.of()).forEach(follower -> follower.hear(news));
    }

    /** What was heard of a person lately. */
    synchronized SignupRecord lately(String signupId) {
        return lately.getOrDefault(signupId, SignupRecord.EMPTY);
    }

    /** What was heard lately, and then, each time something is heard, all that was heard so far. */
    Flux<SignupRecord> follow(String signupId) {
        return Flux.<SignupRecord>create(sink -> join(signupId, sink), OverflowStrategy.LATEST)
                .publishOn(Schedulers.parallel(), 1);
    }

    /** Ends what everybody follows. */
    synchronized void end() {
        Map.copyOf(byId).values().forEach(followers -> Set.copyOf(followers)
                .forEach(follower -> follower.sink.complete()));
    }

    /** How many follow somebody. */
    synchronized int count() {
        return byId.values().stream().mapToInt(Set::size).sum();
    }

    private synchronized void join(String signupId, FluxSink<SignupRecord> sink) {
        var follower = new Follower(sink, lately(signupId));
        byId.computeIfAbsent(signupId, _ -> new LinkedHashSet<>()).add(follower);
        sink.onDispose(() -> leave(signupId, follower));
        sink.next(follower.heard);
    }

    private synchronized void leave(String signupId, Follower follower) {
        byId.computeIfPresent(signupId, (_, followers) -> {
            followers.remove(follower);
            return followers.isEmpty() ? null : followers;
        });
    }
}
