package dev.muster.events.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.logback.LogbackLoggingSystem;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class MusterTracesTest {

    private static final JsonMapper JSON = new JsonMapper();

    @BeforeAll
    static void logAsServicesDo() {
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, WithoutTheTestsSettings.class.getName());
    }

    @AfterAll
    static void logAsTestsDo() {
        System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        var logging = LoggingSystem.get(MusterTracesTest.class.getClassLoader());
        logging.cleanUp();
        logging.beforeInitialize();
        logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
    }

    @Test
    void aJsonLineSaysItsTraceAndItsService(CapturedOutput output) {
        try (var service = start("MUSTER_LOG_FORMAT=ecs")) {
            var traceId = logWithin(service, "an event is handled");

            var line = JSON.readTree(lineWith("an event is handled", output));
            assertThat(line.at("/service/name").asString()).isEqualTo("a-service");
            assertThat(line.at("/service/version").asString()).isEqualTo("1.2.3");
            assertThat(line.path("trace.id").asString()).isEqualTo(traceId);
            assertThat(line.path("span.id").asString()).hasSize(16);
            assertThat(line.at("/ecs/version").asString()).isNotEmpty();
        }
    }

    @Test
    void aLineOfTextSaysItsTraceWhereThereIsOne(CapturedOutput output) {
        try (var service = start("MUSTER_LOG_FORMAT=")) {
            var traceId = logWithin(service, "an event is handled");
            LoggerFactory.getLogger("a").info("nothing is handled");

            assertThat(lineWith("an event is handled", output)).contains("[" + traceId + "] ");
            assertThat(lineWith("nothing is handled", output))
                    .doesNotContain("[]")
                    .doesNotContain(traceId);
        }
    }

    @Test
    void withoutAnEndpointNothingIsSentAndIdsAreMadeAllTheSame() {
        try (var service = start("MUSTER_OTLP_ENDPOINT=", "MUSTER_TRACE_SAMPLING=1")) {
            var spans = service.getBean(Spans.class);

            assertThat(service.getBeanProvider(OtlpTracingConnectionDetails.class))
                    .isEmpty();
            var said = spans.beginTrace("x").within(span -> Spans.traceparentOf(span.headers()));
            assertThat(said).hasValueSatisfying(traceparent -> assertThat(traceparent)
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]"));
        }
    }

    @Test
    void whatFollowsFromARecordIsInItsTrace() throws IOException {
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (var service = start("MUSTER_OTLP_ENDPOINT=http://127.0.0.1:"
                + collector.getAddress().getPort() + "/v1/traces")) {
            var headers = new RecordHeaders();
            headers.add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(UTF_8));

            var span = service.getBean(Spans.class).follow("key", headers, "x", List.of());
            var said = span.within(it -> Spans.traceparentOf(it.headers())).orElseThrow();
            assertThat(said)
                    .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
                    .doesNotContain("00f067aa0ba902b7")
                    .endsWith("-01");
        } finally {
            collector.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MUSTER_OTLP_ENDPOINT=collector:4318, muster.traces.endpoint",
        "MUSTER_TRACE_SAMPLING=7, muster.traces.sampling",
        "MUSTER_TRACE_SAMPLING=all, muster.traces.sampling"
    })
    void aWrongSettingIsNamed(String setting, String key, CapturedOutput output) {
        assertThatThrownBy(() -> start(setting)).isInstanceOf(Exception.class);

        assertThat(lineWith("Not started", output)).contains("the setting " + key);
    }

    private static String logWithin(ConfigurableApplicationContext service, String text) {
        return service.getBean(Spans.class).beginTrace("x").within(span -> {
            LoggerFactory.getLogger("a").info(text);
            return Spans.traceparentOf(span.headers()).orElseThrow().substring(3, 35);
        });
    }

    private static String lineWith(String text, CapturedOutput output) {
        return output.toString()
                .lines()
                .filter(line -> line.contains(text))
                .findFirst()
                .orElseThrow();
    }

    private static ConfigurableApplicationContext start(String... settings) {
        var service = new SpringApplication(AService.class);
        service.setWebApplicationType(WebApplicationType.NONE);
        var arguments = new ArrayList<String>();
        for (var setting : settings) {
            arguments.add("--" + setting);
        }
        arguments.add("--spring.config.import=classpath:muster-defaults.yml");
        arguments.add("--spring.application.name=a-service");
        arguments.add("--spring.application.version=1.2.3");
        return service.run(arguments.toArray(String[]::new));
    }

    /** The logging of a service, which has no settings of tests on its class path. */
    static final class WithoutTheTestsSettings extends LogbackLoggingSystem {

        public WithoutTheTestsSettings(ClassLoader loader) {
            super(loader);
        }

        @Override
        protected String[] getStandardConfigLocations() {
            return new String[0];
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(MusterTraces.class)
    @ImportAutoConfiguration({
        ObservationAutoConfiguration.class,
        OpenTelemetrySdkAutoConfiguration.class,
        OpenTelemetryTracingAutoConfiguration.class,
        OtlpTracingAutoConfiguration.class,
        MicrometerTracingAutoConfiguration.class
    })
    static class AService {}
}
