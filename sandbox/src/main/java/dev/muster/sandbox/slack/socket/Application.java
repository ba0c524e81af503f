package dev.muster.sandbox.slack.socket;

import dev.muster.sandbox.slack.socket.Delivery.Acknowledged;
import dev.muster.sandbox.slack.socket.Delivery.NotAcknowledged;
import dev.muster.sandbox.slack.socket.Delivery.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * One app's side of Socket Mode: its connections, and the envelopes that wait for an acknowledgement. They wait for the
 * app, not for a connection, since an app may answer on a newer connection than it was asked on.
 */
final class Application {

    private static final Logger log = LoggerFactory.getLogger(Application.class);

    private static final int MOST_CONNECTIONS = 10;
    /** Before each repetition of an event, as documented for events over HTTP. */
    private static final List<Duration> RETRIES = List.of(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(5));

    private final String id;
    private final Scheduler programs;
    private final Scheduler clock;
    private final Duration patience;
    private final List<Link> links = new ArrayList<>();
    private final Map<String, Pending> pending = new HashMap<>();
    private final AtomicInteger eventsGivenUp = new AtomicInteger();
    private boolean stopped;

    Application(String id, Scheduler programs, Scheduler clock, Duration patience) {
        this.id = id;
        this.programs = programs;
        this.clock = clock;
        this.patience = patience;
    }

    private record Pending(Envelope envelope, CompletableFuture<Delivery> delivery, Disposable timer) {}

    synchronized void connected(Link link) {
        if (links.stream().filter(open -> !open.leaving()).count() >= MOST_CONNECTIONS) {
            link.disconnect(DisconnectReason.TOO_MANY_WEBSOCKETS);
            return;
        }
        links.add(link);
        link.open(id, links.size());
        link.whenClosed(() -> disconnected(link));
    }

    private synchronized void disconnected(Link link) {
        links.remove(link);
    }

    synchronized List<Link> links() {
        return List.copyOf(links);
    }

    /**
     * Sends an envelope to one of the connections, each in its turn; the delivery completes with the acknowledgement, or
     * without one when the app's time is over.
     */
    CompletableFuture<Delivery> deliver(Envelope envelope) {
        synchronized (this) {
            if (stopped) {
                return CompletableFuture.completedFuture(new NotAcknowledged(Reason.STOPPED));
            }
            Optional<Link> link = next();
            if (link.isPresent()) {
                var delivery = new CompletableFuture<Delivery>();
                Disposable timer =
                        programs.schedule(() -> timedOut(envelope.id()), patience.toMillis(), TimeUnit.MILLISECONDS);
                pending.put(envelope.id(), new Pending(envelope, delivery, timer));
                link.get().send(envelope);
                return delivery;
            }
        }
        log.warn("{} {} is not delivered: {} has no connection open", envelope.type(), envelope.id(), id);
        return CompletableFuture.completedFuture(new NotAcknowledged(Reason.NO_CONNECTION));
    }

    /** Connections that were asked to leave come last. */
    private Optional<Link> next() {
        Optional<Link> next = links.stream()
                .filter(link -> !link.leaving())
                .findFirst()
                .or(() -> links.stream().findFirst());
        next.ifPresent(link -> {
            links.remove(link);
            links.add(link);
        });
        return next;
    }

    /** Takes a frame from any of the app's connections. */
    void received(String text) {
        Optional<Acknowledgement> read = Acknowledgement.read(text);
        if (read.isEmpty()) {
            log.warn("{} sent a frame that is no acknowledgement; ignored ({} characters)", id, text.length());
            return;
        }
        Acknowledgement acknowledgement = read.get();
        Pending settled = settle(acknowledgement.envelopeId());
        if (settled == null) {
            log.warn("{} acknowledged an envelope that is not waiting; ignored", id);
            return;
        }
        settled.timer().dispose();
        if (settled.envelope().acceptsResponsePayload()
                || acknowledgement.payload().isEmpty()) {
            settled.delivery().complete(new Acknowledged(acknowledgement.payload()));
        } else {
            log.warn(
                    "{} answered {}, which accepts no payload; the payload is ignored",
                    id,
                    settled.envelope().type());
            settled.delivery().complete(new Acknowledged(Map.of()));
        }
    }

    private void timedOut(String envelopeId) {
        Pending settled = settle(envelopeId);
        if (settled != null) {
            log.warn(
                    "{} did not acknowledge {} {} in {} s",
                    id,
                    settled.envelope().type(),
                    envelopeId,
                    patience.toSeconds());
            settled.delivery().complete(new NotAcknowledged(Reason.TIMED_OUT));
        }
    }

    private synchronized @Nullable Pending settle(String envelopeId) {
        return pending.remove(envelopeId);
    }

    /** Sends an event, and sends it again while nobody acknowledges it. */
    void publish(Map<String, ?> eventCallback) {
        attempt(0, eventCallback);
    }

    private void attempt(int number, Map<String, ?> eventCallback) {
        var _ = deliver(Envelope.event(number, eventCallback)).thenAccept(delivery -> {
            if (delivery instanceof NotAcknowledged(var reason)) {
                switch (reason) {
                    case TIMED_OUT -> repeat(number, eventCallback);
                    case NO_CONNECTION ->
                        programs.schedule(
                                () -> repeat(number, eventCallback), patience.toMillis(), TimeUnit.MILLISECONDS);
                    case STOPPED -> {}
                }
            }
        });
    }

    private void repeat(int number, Map<String, ?> eventCallback) {
        if (number < RETRIES.size()) {
            clock.schedule(
                    () -> attempt(number + 1, eventCallback),
                    RETRIES.get(number).toMillis(),
                    TimeUnit.MILLISECONDS);
        } else {
            eventsGivenUp.incrementAndGet();
            log.error(
                    "Event {} is given up: {} acknowledged none of {} deliveries",
                    eventCallback.get("event_id"),
                    id,
                    number + 1);
        }
    }

    int eventsGivenUp() {
        return eventsGivenUp.get();
    }

    /** Closes every connection and settles whatever still waits. */
    void stop() {
        List<Pending> unsettled;
        synchronized (this) {
            stopped = true;
            unsettled = List.copyOf(pending.values());
            pending.clear();
        }
        links().forEach(Link::close);
        unsettled.forEach(waiting -> {
            waiting.timer().dispose();
            waiting.delivery().complete(new NotAcknowledged(Reason.STOPPED));
        });
    }
}
