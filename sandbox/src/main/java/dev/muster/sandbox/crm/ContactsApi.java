package dev.muster.sandbox.crm;

import dev.muster.sandbox.emulator.Answer;
import dev.muster.sandbox.emulator.Json;
import dev.muster.sandbox.emulator.Switchboard;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** ActiveCampaign's API version 3, as far as it concerns contacts. */
final class ContactsApi {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;]{1,64}@[^\\s@<>,;]+\\.[^\\s@<>,;.]+");
    private static final int LONGEST_ADDRESS = 254;
    private static final int USUAL_PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private final String apiKey;
    private final Contacts contacts;
    private final Switchboard switchboard;

    ContactsApi(String apiKey, Contacts contacts, Switchboard switchboard) {
        this.apiKey = apiKey;
        this.contacts = contacts;
        this.switchboard = switchboard;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST("/api/3/contact/sync", request -> written(request, ActiveCampaign.SYNC, this::sync))
                .POST("/api/3/contacts", request -> written(request, ActiveCampaign.CONTACTS, this::add))
                .GET("/api/3/contacts", request -> read(request, ActiveCampaign.CONTACTS, () -> list(request)))
                .GET("/api/3/contacts/{id}", request -> read(request, ActiveCampaign.CONTACT, () -> single(request)))
                .path("/api", rest -> rest.route(_ -> true, this::unknown))
                .build();
    }

    private Mono<ServerResponse> written(
            ServerRequest request, String operation, Function<ContactDetails, Answer> write) {
        return request.bodyToMono(String.class).defaultIfEmpty("").flatMap(body -> {
            Map<String, @Nullable Object> arguments = object(body).orElseGet(Map::of);
            return switchboard.answer(
                    request, operation, arguments, () -> refusal(request).orElseGet(() -> write(body, write)));
        });
    }

    private static Answer write(String body, Function<ContactDetails, Answer> write) {
        Optional<Map<String, @Nullable Object>> object = object(body);
        if (object.isEmpty()) {
            return ActiveCampaign.message(400, "The request body is not valid JSON.");
        }
        if (!(object.get().get("contact") instanceof Map<?, ?> contact)) {
            return ActiveCampaign.message(400, "The request body has no contact.");
        }
        ContactDetails details = ContactDetails.from(contact);
        if (details.email().isEmpty()) {
            return ActiveCampaign.invalid("Email is required.", "field_missing", "/data/attributes/email");
        }
        if (details.email().length() > LONGEST_ADDRESS
                || !ADDRESS.matcher(details.email()).matches()) {
            return ActiveCampaign.invalid("Email address is not valid.", "email_invalid", "/data/attributes/email");
        }
        return write.apply(details);
    }

    private Answer sync(ContactDetails details) {
        return new Answer(201, ContactShape.written(contacts.sync(details)));
    }

    private Answer add(ContactDetails details) {
        return contacts.add(details)
                .map(contact -> new Answer(201, ContactShape.written(contact)))
                .orElseGet(() -> ActiveCampaign.invalid(
                        "Email address already exists in the system", "duplicate", "/data/attributes/email"));
    }

    private Mono<ServerResponse> read(ServerRequest request, String operation, Supplier<Answer> read) {
        var arguments = new LinkedHashMap<String, @Nullable Object>(
                request.queryParams().toSingleValueMap());
        arguments.putAll(request.pathVariables());
        return switchboard.answer(
                request, operation, arguments, () -> refusal(request).orElseGet(read));
    }

    private Answer list(ServerRequest request) {
        int limit = Math.clamp(number(request, "limit", USUAL_PAGE), 1, LARGEST_PAGE);
        int offset = Math.max(0, number(request, "offset", 0));
        String email = Contacts.key(request.queryParam("email").orElse(""));
        String search = Contacts.key(request.queryParam("search").orElse(""));
        var found = contacts.all().stream()
                .filter(contact ->
                        email.isEmpty() || Contacts.key(contact.email()).equals(email))
                .filter(contact -> search.isEmpty() || mentions(contact, search))
                .toList();
        return new Answer(
                200, ContactShape.page(found.stream().skip(offset).limit(limit).toList(), found.size(), offset, limit));
    }

    private static boolean mentions(Contact contact, String search) {
        return Contacts.key(contact.email() + " " + contact.firstName() + " " + contact.lastName())
                .contains(search);
    }

    private Answer single(ServerRequest request) {
        String id = request.pathVariable("id");
        return contacts.all().stream()
                .filter(contact -> Long.toString(contact.id()).equals(id))
                .findFirst()
                .map(contact -> new Answer(200, ContactShape.single(contact)))
                .orElseGet(() -> ActiveCampaign.message(404, "No Result found for Subscriber with id " + id));
    }

    private Mono<ServerResponse> unknown(ServerRequest request) {
        String operation = request.path().replaceFirst("^/api/(3/)?", "");
        return switchboard.answer(request, operation, Map.of(), () -> refusal(request)
                .orElseGet(() -> ActiveCampaign.message(
                        404, "No route found for \"" + request.method() + " /" + operation + "\"")));
    }

    private Optional<Answer> refusal(ServerRequest request) {
        return switchboard.keys().isOf(apiKey, request.headers().firstHeader("Api-Token"))
                ? Optional.empty()
                : Optional.of(ActiveCampaign.message(
                        403, "You do not have permission to access this resource: the Api-Token is missing or wrong."));
    }

    private static int number(ServerRequest request, String name, int usual) {
        try {
            return request.queryParam(name).map(Integer::parseInt).orElse(usual);
        } catch (NumberFormatException _) {
            return usual;
        }
    }

    private static Optional<Map<String, @Nullable Object>> object(String body) {
        try {
            return Optional.of(Json.object(body));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
