package dev.muster.gateway.signup;

import dev.muster.gateway.web.Preference;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.server.ServerWebExchange;

/** Lets scripts on other people's pages sign a person up and follow the sign-up, where the settings allow their origin. */
@Configuration(proxyBeanMethods = false)
class CrossOrigin {

    @Bean
    CorsWebFilter corsFilter(SignupSettings settings) {
        var signups = new CorsConfiguration();
        signups.setAllowedOrigins(settings.corsOrigins());
        signups.setAllowedMethods(List.of("GET", "HEAD", "POST"));
        signups.setAllowedHeaders(List.of("*"));
        signups.setExposedHeaders(List.of("Location", "Retry-After"));
        signups.setMaxAge(Duration.ofHours(1));
        return new CorsWebFilter(exchange -> concerns(exchange) ? signups : null);
    }

    /**
     * Pages are left out: no script reads them, and the form's own post carries the origin {@code null}, since our pages tell
     * nobody where a person came from.
     */
    private static boolean concerns(ServerWebExchange exchange) {
        var request = exchange.getRequest();
        var path = request.getPath().pathWithinApplication().value();
        return (path.equals("/signup") || path.equals("/signups") || path.startsWith("/signups/"))
                && Preference.of(request.getHeaders()) == Preference.DATA;
    }
}
