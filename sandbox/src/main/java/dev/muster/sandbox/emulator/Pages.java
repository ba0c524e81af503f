package dev.muster.sandbox.emulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import reactor.core.publisher.Mono;

/** Renders an emulator's page from its template; whatever a page needs comes from the emulator itself. */
public final class Pages {

    private static final DateTimeFormatter TIMES = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
            .withLocale(Locale.UK)
            .withZone(ZoneId.systemDefault());

    private final SpringTemplateEngine engine = new SpringTemplateEngine();

    /** Pages from the templates on the class path. */
    public Pages() {
        var templates = new ClassLoaderTemplateResolver();
        templates.setPrefix("templates/");
        templates.setSuffix(".html");
        templates.setTemplateMode(TemplateMode.HTML);
        templates.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(templates);
    }

    /** The named template filled with a model. */
    public Mono<ServerResponse> page(String template, Map<String, ?> model) {
        var context = new Context(Locale.ENGLISH, Map.copyOf(model));
        return ServerResponse.ok()
                .contentType(new MediaType("text", "html", StandardCharsets.UTF_8))
                .header("Cache-Control", "no-store")
                .header(
                        "Content-Security-Policy",
                        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'")
                .bodyValue(engine.process(template, context));
    }

    /** A time as the pages show it, in the zone of this machine. */
    public static String time(Instant instant) {
        return TIMES.format(instant);
    }
}
