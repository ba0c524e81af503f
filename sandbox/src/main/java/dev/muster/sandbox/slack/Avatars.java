package dev.muster.sandbox.slack;

import dev.muster.sandbox.slack.workspace.Member;
import dev.muster.sandbox.slack.workspace.Workspace;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.HtmlUtils;
import reactor.core.publisher.Mono;

/** The members' pictures, drawn here since nothing is fetched from elsewhere: a first letter on a colour of their own. */
final class Avatars {

    private final Workspace workspace;

    Avatars(Workspace workspace) {
        this.workspace = workspace;
    }

    Mono<ServerResponse> draw(ServerRequest request) {
        return workspace
                .member(request.pathVariable("id"))
                .map(member -> ServerResponse.ok()
                        .contentType(MediaType.parseMediaType("image/svg+xml"))
                        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                        .bodyValue(picture(member)))
                .orElseGet(() -> ServerResponse.notFound().build());
    }

    private static String picture(Member member) {
        String name = member.shownName().isBlank() ? "?" : member.shownName().strip();
        String letter = HtmlUtils.htmlEscape(name.substring(0, name.offsetByCodePoints(0, 1)));
        int hue = Math.floorMod(member.id().hashCode(), 360);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48" role="img">\
                <rect width="48" height="48" rx="8" fill="hsl(%d 45%% 38%%)"/>\
                <text x="24" y="32" font-family="sans-serif" font-size="24" text-anchor="middle" fill="#fff">%s</text>\
                </svg>""".formatted(hue, letter);
    }
}
