package dev.muster.gateway.web;

import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Ends connections whose requests do not come to an end, which would otherwise be held open at no cost to who opens them. */
@Component
final class PatienceWithClients implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private static final Duration BETWEEN_TWO_READS = Duration.ofSeconds(5);
    private static final Duration FOR_A_WHOLE_REQUEST = Duration.ofSeconds(10);
    private static final Duration WITHOUT_A_REQUEST = Duration.ofSeconds(30);

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.readTimeout(BETWEEN_TWO_READS)
                .requestTimeout(FOR_A_WHOLE_REQUEST)
                .idleTimeout(WITHOUT_A_REQUEST));
    }
}
