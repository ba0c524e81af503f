package dev.muster.slack.web;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.util.http.SlackHttpClient;
import java.net.Proxy;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Slack's own Java client, held to our rules: hard deadlines, nothing sent twice by itself, no proxies of the environment. */
@Configuration(proxyBeanMethods = false)
class SlackSdk {

    /** What a person waits for: Slack takes a click's trigger for three seconds. */
    private static final Duration WHILE_A_PERSON_WAITS = Duration.ofSeconds(2);

    /** The client whose calls may take as long as the settings say. */
    @Bean(destroyMethod = "close")
    Slack patientSlack(SlackSettings settings) {
        return slack(settings, settings.calls().deadline());
    }

    /** The client for what a person waits for. */
    @Bean(destroyMethod = "close")
    Slack promptSlack(SlackSettings settings) {
        return slack(settings, WHILE_A_PERSON_WAITS);
    }

    private static Slack slack(SlackSettings settings, Duration deadline) {
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
                .build());
        http.setConfig(config);
        return Slack.getInstance(config, http);
    }
}
