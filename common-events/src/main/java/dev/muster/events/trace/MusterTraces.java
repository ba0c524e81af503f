package dev.muster.events.trace;

import static java.util.Objects.requireNonNull;

import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.BatchInterceptor;

/** Traces as every service makes them; Boot, spring-kafka and WebFlux begin most spans by themselves. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TraceSettings.class)
public class MusterTraces {

    @Bean
    Spans spans(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        return new Spans(tracer.getIfAvailable(() -> Tracer.NOOP), propagator.getIfAvailable(() -> Propagator.NOOP));
    }

    /** Boot's own condition takes an endpoint that is empty for one. */
    @Bean
    @ConditionalOnExpression("!'${muster.traces.endpoint}'.isEmpty()")
    OtlpTracingConnectionDetails traceEndpoint(TraceSettings settings) {
        var endpoint = requireNonNull(settings.endpoint()).toString();
        return new OtlpTracingConnectionDetails() {
            @Override
            public String getUrl(Transport transport) {
                return endpoint;
            }
        };
    }

    /** Who begins a trace decides for all who take part. Where nothing is sent, ids alone are made. */
    @Bean
    Sampler sampler(TraceSettings settings) {
        return settings.endpoint() == null
                ? Sampler.alwaysOff()
                : Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampling()));
    }

    @Bean
    ObservationFilter eventsInSpans() {
        return new EventsInSpans();
    }

    @Bean
    BatchInterceptor<Object, Object> spansOfBatches(ObservationRegistry observations) {
        return new SpansOfBatches(observations);
    }

    /** Those who look whether a service lives do so all day. */
    @Bean
    SpanExportingPredicate withoutProbes() {
        return span -> !span.getTags().getOrDefault("http.url", "").startsWith("/actuator");
    }
}
