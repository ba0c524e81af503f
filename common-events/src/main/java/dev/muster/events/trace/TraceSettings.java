package dev.muster.events.trace;

import dev.muster.events.start.HttpAddress;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where traces go.
 *
 * @param endpoint takes OTLP over HTTP; without it nothing is sent
 * @param sampling which part of the traces that begin here is sent
 */
@Validated
@ConfigurationProperties("muster.traces")
record TraceSettings(
        @HttpAddress @Nullable URI endpoint,
        @DecimalMin("0") @DecimalMax("1") double sampling) {}
