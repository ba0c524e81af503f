package dev.muster.gateway.records;

import dev.muster.events.ConsumerGroup;
import dev.muster.events.view.Generation;
import dev.muster.events.view.Rebuildable;
import dev.muster.events.view.View;
import dev.muster.events.view.Views;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The sign-up records in the document store, a view of the log in the collection {@code signups}. */
@Component
public final class Records implements Rebuildable {

    private static final String SIGNUPS = "signups";
    private static final Duration LONGEST_READ = Duration.ofMillis(2500);

    private final View view;

    Records(Views views, LogReader log) {
        this.view = views.open(SIGNUPS, List.of(SIGNUPS), LogReader.TOPICS, (records, target) -> in(target)
                .write(log.read(records).changes()));
    }

    /**
     * What is kept of a person, whether or not it makes a record; nothing where there is nothing. An error where the store is
     * away, or the view is being built.
     */
    public Mono<SignupRecord> find(String signupId) {
        return view.read(live -> in(live.generation()).find(signupId)).timeout(LONGEST_READ);
    }

    /**
     * Adds what has become known, by sign-up id, and returns when a majority of the store's members have it.
     *
     * @throws RuntimeException if they may not have it: to be written again
     */
    void write(Map<String, SignupRecord> changes) {
        in(view.write().generation()).write(changes);
    }

    @Override
    public String group() {
        return ConsumerGroup.GATEWAY_RECORDS;
    }

    @Override
    public void rebuild(Progress progress) throws InterruptedException {
        view.rebuild(progress);
    }

    private static SignupDocuments in(Generation generation) {
        return new SignupDocuments(generation.collection(SIGNUPS));
    }
}
