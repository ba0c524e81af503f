package dev.muster.gateway.operator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Lets through to {@code /api}, whether or not there is anything, only who shows an operator's token as RFC 6750 has it. So it is
 * with the metrics, as long as they are on the port that is open to everybody.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
@Component
final class OperatorsOnly implements WebFilter {

    private static final String SCHEME = "Bearer";

    /** Matched as the routes are, so that no way of writing an address leads to one of them and past this. */
    private static final PathPattern API = PathPatternParser.defaultInstance.parse("/api/**");

    private static final PathPattern METRICS = PathPatternParser.defaultInstance.parse("/actuator/prometheus/**");

    private final List<PathPattern> theirs;
    private final List<byte[]> hashes;

    @Autowired
    OperatorsOnly(OperatorSettings settings, Environment environment) {
        this(settings, ManagementPortType.get(environment) == ManagementPortType.DIFFERENT);
    }

    OperatorsOnly(OperatorSettings settings, boolean isManagedApart) {
        this.theirs = isManagedApart ? List.of(API) : List.of(API, METRICS);
        this.hashes =
                settings.tokenHashes().stream().map(HexFormat.of()::parseHex).toList();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        var request = exchange.getRequest();
        var path = request.getPath().pathWithinApplication();
        var concerned = theirs.stream().anyMatch(pattern -> pattern.matches(path));
        return concerned && !isAnOperators(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION))
                ? Mono.error(unauthorized())
                : chain.filter(exchange);
    }

    private boolean isAnOperators(@Nullable String authorization) {
        var begin = SCHEME + " ";
        return authorization != null
                && authorization.regionMatches(true, 0, begin, 0, begin.length())
                && isKnown(authorization.substring(begin.length()).strip());
    }

    /** Takes as long whether or not it is: all hashes are compared, each whole. */
    private boolean isKnown(String token) {
        var hash = sha256(token);
        var known = false;
        for (var each : hashes) {
            known |= MessageDigest.isEqual(each, hash);
        }
        return known;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ErrorResponseException unauthorized() {
        var refusal = new ErrorResponseException(HttpStatus.UNAUTHORIZED);
        refusal.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, SCHEME);
        return refusal;
    }
}
