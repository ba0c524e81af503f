package dev.muster.slack.web;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.util.http.SlackHttpClient;
import dev.muster.events.trace.Spans;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Slack's own Java client, held to our rules: hard deadlines, nothing sent twice by itself, no proxies of the environment. */
@Configuration(proxyBeanMethods = false)
class SlackSdk {

    /** What a person waits for: Slack takes a click's trigger for three seconds. */
    private static final Duration WHILE_A_PERSON_WAITS = Duration.ofSeconds(2);

    /** The client whose calls may take as long as the settings say. */
    @Bean(destroyMethod = "close")
    Slack patientSlack(SlackSettings settings, Spans spans) {
        return slack(settings, settings.calls().deadline(), spans);
    }

    /** The client for what a person waits for. */
    @Bean(destroyMethod = "close")
    Slack promptSlack(SlackSettings settings, Spans spans) {
        return slack(settings, WHILE_A_PERSON_WAITS, spans);
    }

    private static Slack slack(SlackSettings settings, Duration deadline, Spans spans) {
        var config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(settings.apiPrefix());
        // The SDK would take HTTPS_PROXY and ignore NO_PROXY.
        config.setProxyUrl(null);
        // Statistics cost a thread each, and a call of auth.test.
        config.setStatsEnabled(false);
        var http = new SlackHttpClient(new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                // It would send a message again when a connection breaks under it.
                .retryOnConnectionFailure(false)
                .proxy(Proxy.NO_PROXY)
                .connectTimeout(settings.calls().connectTimeout())
                .readTimeout(deadline)
                .writeTimeout(deadline)
                .callTimeout(deadline)
                .addInterceptor(request -> inSpan(request, spans))
                .build());
        http.setConfig(config);
        return Slack.getInstance(config, http);
    }

    /** What is called because of something has a span there; the member directory is compared because of nothing. */
    private static Response inSpan(Interceptor.Chain call, Spans spans) throws IOException {
        if (!spans.isWithinOne()) {
            return call.proceed(call.request());
        }
        var path = call.request().url().pathSegments();
        return spans.beginCall("slack " + path.getLast()).within(span -> {
            var answer = call.proceed(call.request());
            span.tag("http.response.status_code", Integer.toString(answer.code()));
            return answer;
        });
    }
}
