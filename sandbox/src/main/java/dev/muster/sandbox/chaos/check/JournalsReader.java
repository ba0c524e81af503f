package dev.muster.sandbox.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.muster.sandbox.chaos.check.Journals.Call;
import dev.muster.sandbox.chaos.check.Journals.Contact;
import dev.muster.sandbox.chaos.check.Journals.Invitation;
import dev.muster.sandbox.chaos.check.Journals.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the emulators for what they have, over their control sides. */
final class JournalsReader {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 100;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int OK = 200;

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http;
    private final String crmKey;

    private JournalsReader(HttpClient http, String crmKey) {
        this.http = http;
        this.crmKey = crmKey;
    }

    /**
     * Reads what both providers have.
     *
     * @throws IllegalStateException if one does not answer
     */
    static Journals read(Evidence evidence) {
        try (var http =
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build()) {
            return new JournalsReader(http, evidence.crmKey()).readBoth(evidence.slack(), evidence.crm());
        } catch (IOException e) {
            throw new UncheckedIOException("a provider's journal cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the journals", e);
        }
    }

    private Journals readBoth(URI slack, URI crm) throws IOException, InterruptedException {
        var workspace = get(slack.resolve("sandbox/workspace"));
        var bot = workspace.path("apps").path(0);
        var calls = new ArrayList<Call>();
        for (var operation : List.of(Call.INVITE, Call.POST, Call.UPDATE)) {
            calls.addAll(calls(slack, operation));
        }
        calls.addAll(calls(crm, Call.SYNC));
        return new Journals(
                each(workspace.path("channels"))
                        .flatMap(channel -> messagesIn(
                                channel,
                                bot.path("user").asString(""),
                                bot.path("bot_id").asString("")))
                        .toList(),
                each(workspace.path("invitations"))
                        .map(invitation -> new Invitation(
                                invitation.path("email").asString(),
                                invitation.path("emailsSent").asInt()))
                        .toList(),
                each(workspace.path("members"))
                        .map(member -> Journals.address(
                                member.path("profile").path("email").asString("")))
                        .filter(email -> !email.isEmpty())
                        .collect(toUnmodifiableSet()),
                contacts(crm),
                calls);
    }

    private static Stream<Message> messagesIn(JsonNode channel, String bot, String botId) {
        var person = channel.path("is_im").asBoolean(false)
                ? each(channel.path("members"))
                        .map(JsonNode::asString)
                        .filter(member -> !member.equals(bot))
                        .findFirst()
                        .orElse("")
                : "";
        return each(channel.path("messages"))
                .filter(message -> message.path("bot_id").asString("").equals(botId))
                .map(message -> new Message(
                        channel.path("id").asString(),
                        person,
                        message.path("ts").asString(),
                        effectIn(message.path("metadata")),
                        message.path("blocks").toString() + message.path("text").asString("")));
    }

    private List<Call> calls(URI provider, String operation) throws IOException, InterruptedException {
        return each(get(provider.resolve("sandbox/calls?operation=" + operation))
                        .path("calls"))
                .map(this::call)
                .toList();
    }

    private Call call(JsonNode call) {
        var operation = call.path("operation").asString();
        var arguments = call.path("arguments");
        var contact = arguments.path("contact");
        var error = call.path("answer").path("error").asString("");
        return new Call(
                Instant.parse(call.path("at").asString()),
                operation,
                switch (operation) {
                    case Call.POST -> effectIn(metadataIn(arguments.path("metadata")));
                    case Call.UPDATE ->
                        arguments.path("channel").asString("") + "/"
                                + arguments.path("ts").asString("");
                    case Call.SYNC -> Journals.address(contact.path("email").asString(""));
                    default -> Journals.address(arguments.path("email").asString(""));
                },
                contact.path("firstName").asString("") + "\n"
                        + contact.path("lastName").asString(""),
                call.path("status").isNull() ? null : call.path("status").asInt(),
                error.isEmpty() ? "ok" : error);
    }

    /** Slack takes metadata as an object, or as text that is one. */
    private JsonNode metadataIn(JsonNode argument) {
        return argument.isString() ? json.readTree(argument.asString()) : argument;
    }

    private static String effectIn(JsonNode metadata) {
        return metadata.path("event_payload").path("effect_id").asString("");
    }

    private List<Contact> contacts(URI crm) throws IOException, InterruptedException {
        var contacts = new ArrayList<Contact>();
        while (true) {
            var page = get(crm.resolve("api/3/contacts?limit=" + PAGE + "&offset=" + contacts.size()));
            each(page.path("contacts"))
                    .map(contact -> new Contact(
                            contact.path("id").asString(),
                            contact.path("email").asString(),
                            contact.path("firstName").asString(""),
                            contact.path("lastName").asString("")))
                    .forEach(contacts::add);
            if (page.path("contacts").isEmpty()
                    || contacts.size()
                            >= Integer.parseInt(page.path("meta").path("total").asString("0"))) {
                return contacts;
            }
        }
    }

    /** What is at an address; asks again where the provider's limit is reached. */
    private JsonNode get(URI address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Api-Token", crmKey)
                .build();
        while (true) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
            if (answer.statusCode() == OK) {
                return json.readTree(answer.body());
            }
            if (answer.statusCode() != TOO_MANY_REQUESTS) {
                throw new IllegalStateException(address + " answered " + answer.statusCode());
            }
            Thread.sleep(Duration.ofSeconds(answer.headers()
                    .firstValue("Retry-After")
                    .map(Long::parseLong)
                    .orElse(1L)));
        }
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
