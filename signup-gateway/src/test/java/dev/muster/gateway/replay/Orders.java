package dev.muster.gateway.replay;

import static java.util.Objects.requireNonNull;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** An operator who orders replays. */
record Orders(WebTestClient operator) {

    /** Gives the id of what is ordered, such as {@code "mode": "heal", "group": "crm-service.contacts"}. */
    String ordered(String order) {
        var location = requireNonNull(order(order)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getLocation());
        return location.getPath().substring("/api/replays/".length());
    }

    /** Orders that, or tries to. */
    ResponseSpec order(String order) {
        return operator.post()
                .uri("/api/replays")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{" + order + "}")
                .exchange();
    }
}
