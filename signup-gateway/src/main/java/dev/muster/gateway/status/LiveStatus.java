package dev.muster.gateway.status;

import dev.muster.gateway.records.Records;
import dev.muster.gateway.records.SignupRecord;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is known of a sign-up, from the document store and from the log together. */
@Component
final class LiveStatus {

    private static final Logger log = LoggerFactory.getLogger(LiveStatus.class);
    private static final Duration UNTIL_STORED = Duration.ofMillis(200);

    private final Records records;
    private final SignupTail tail;
    private final StatusSettings settings;

    LiveStatus(Records records, SignupTail tail, StatusSettings settings) {
        this.records = records;
        this.tail = tail;
        this.settings = settings;
    }

    /** What is known now; nothing where there is no such record (yet). An error where the store is away. */
    Mono<SignupRecord> now(String signupId) {
        return records.find(signupId)
                .map(stored -> stored.merge(tail.lately(signupId)))
                .filter(SignupRecord::isKnown);
    }

    /** What is known now and each time that changes, until the person is erased. A store that is away is waited for. */
    Flux<SignupRecord> changes(String signupId) {
        return tail.follow(signupId)
                .publish(heard -> Flux.merge(heard, stored(signupId, heard).takeUntilOther(heard.ignoreElements())))
                .scan(SignupRecord.EMPTY, SignupRecord::merge)
                .takeUntil(SignupRecord::isErased)
                .filter(SignupRecord::isKnown)
                .distinctUntilChanged();
    }

    /** Reads the store again: soon, until it has the sign-up that was heard of last, and then at each heartbeat. */
    private Flux<SignupRecord> stored(String signupId, Flux<SignupRecord> heard) {
        return heard.map(SignupRecord::sequence).distinctUntilChanged().switchMap(sequence -> find(signupId)
                .expand(stored -> Mono.delay(
                                stored.current().isPresent() && stored.sequence() >= sequence
                                        ? settings.heartbeat()
                                        : UNTIL_STORED)
                        .then(find(signupId))));
    }

    private Mono<SignupRecord> find(String signupId) {
        return records.find(signupId)
                .doOnError(e -> log.debug("{} cannot be read", signupId, e))
                .onErrorComplete()
                .defaultIfEmpty(SignupRecord.EMPTY);
    }
}
