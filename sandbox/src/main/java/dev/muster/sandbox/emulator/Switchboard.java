package dev.muster.sandbox.emulator;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Where every call of an emulated provider passes: it is kept, meets the fault or the limit in force, and is answered.
 * A fault comes before a limit, and both before the provider looks at the token.
 */
public final class Switchboard {

    private final Provider provider;
    private final RunningClock clock;
    private final InstantSource real;
    private final Calls calls = new Calls();
    private final Faults faults = new Faults();
    private final Keys keys = new Keys();
    private final Limits limits;
    private final Sinks.Many<Boolean> changes = Sinks.many().multicast().directBestEffort();

    /** A switchboard for one provider, without faults and with the provider's own limits. */
    public Switchboard(Provider provider, InstantSource clock) {
        this(provider, clock, new RunningClock(clock));
    }

    /**
     * A switchboard whose limits go by a clock that others share.
     *
     * @param real the time that calls are kept with
     */
    public Switchboard(Provider provider, InstantSource real, RunningClock clock) {
        this.provider = provider;
        this.clock = clock;
        this.real = real;
        this.limits = new Limits(provider.limits(), this.clock);
    }

    /**
     * Answers one call.
     *
     * @param arguments as decoded, without any token
     * @param effect does what the call asks for and words the answer; it must not block for long
     */
    public Mono<ServerResponse> answer(
            ServerRequest request, String operation, Map<String, @Nullable Object> arguments, Supplier<Answer> effect) {
        return answer(request, operation, "", arguments, effect);
    }

    /**
     * Answers one call of many callers.
     *
     * @param partition whose calls are limited together
     */
    public Mono<ServerResponse> answer(
            ServerRequest request,
            String operation,
            String partition,
            Map<String, @Nullable Object> arguments,
            Supplier<Answer> effect) {
        long number = calls.arrived(new Call(real.instant(), operation, arguments, null, null));
        Optional<Fault> fault = faults.strike(operation);
        if (fault.isPresent()) {
            return fail(fault.get(), request, number, effect);
        }
        Optional<Duration> wait = limits.toWait(operation, partition);
        return write(number, wait.isPresent() ? provider.throttled(seconds(wait.get())) : perform(effect));
    }

    private Mono<ServerResponse> fail(Fault fault, ServerRequest request, long number, Supplier<Answer> effect) {
        return switch (fault.kind()) {
            case STATUS -> write(number, provider.failure(given(fault.status())));
            case ERROR -> write(number, provider.error(given(fault.error())));
            case THROTTLE -> write(number, provider.throttled(given(fault.retryAfter())));
            case HANG -> Mono.never();
            case RESET -> {
                perform(effect);
                cut(request);
                yield Mono.never();
            }
            case STALL -> {
                perform(effect);
                yield Mono.never();
            }
            case LATE -> {
                faults.putOff(() -> perform(effect));
                yield Mono.never();
            }
        };
    }

    /** The caller's own seconds, rounded up, however fast the clock of the limits runs. */
    private int seconds(Duration shown) {
        return (int) Math.max(1, clock.real(shown).plusMillis(999).toSeconds());
    }

    private Answer perform(Supplier<Answer> effect) {
        Answer answer = effect.get();
        changed();
        return answer;
    }

    /** Tells open pages that something changed. */
    public void changed() {
        synchronized (changes) {
            changes.tryEmitNext(true);
        }
    }

    /** What the provider knows its callers by. */
    public Keys keys() {
        return keys;
    }

    /** The clock of the limits, which runs at will. */
    public RunningClock clock() {
        return clock;
    }

    private Mono<ServerResponse> write(long number, Answer answer) {
        String body = Json.MAPPER.writeValueAsString(answer.body());
        calls.answered(number, answer, body.length());
        return ServerResponse.status(answer.status())
                .headers(headers -> answer.headers().forEach(headers::set))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body);
    }

    /** Cuts with a TCP reset: lingering for no time at all discards what was not sent, and sends RST. */
    private static void cut(ServerRequest request) {
        HttpServerRequest connection =
                ServerHttpRequestDecorator.getNativeRequest(request.exchange().getRequest());
        connection.withConnection(open -> {
            open.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            var _ = open.channel().close();
        });
    }

    private static <T> T given(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a fault without what its kind needs");
        }
        return value;
    }

    /** A signal soon after anything changed, at most five a second. */
    Flux<Boolean> changes() {
        return changes.asFlux().sample(Duration.ofMillis(200));
    }

    Provider provider() {
        return provider;
    }

    Calls calls() {
        return calls;
    }

    Faults faults() {
        return faults;
    }

    Limits limits() {
        return limits;
    }
}
