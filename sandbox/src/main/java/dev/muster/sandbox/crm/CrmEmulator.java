package dev.muster.sandbox.crm;

import dev.muster.sandbox.emulator.EmulatorServer;
import dev.muster.sandbox.emulator.Pages;
import dev.muster.sandbox.emulator.Switchboard;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** An emulated ActiveCampaign account: the contacts API under {@code /api/3}, a page of contacts, and the control side. */
public final class CrmEmulator implements AutoCloseable {

    /** The key that the API accepts to begin with. */
    public static final String API_KEY = "emulated-api-key";

    private final Pages pages = new Pages();
    private final Contacts contacts;
    private final Switchboard switchboard;
    private final EmulatorServer server;

    private CrmEmulator(int port, Path directory, InstantSource clock) {
        this.contacts = Contacts.open(directory.resolve("contacts.jsonl"), clock);
        this.switchboard = new Switchboard(new ActiveCampaign(), clock);
        var routes = RouterFunctions.route()
                .GET("/", _ -> page())
                .add(new ContactsApi(API_KEY, contacts, switchboard).routes())
                .build();
        this.server = EmulatorServer.start("crm", port, routes, switchboard);
    }

    /** Starts the emulator with what its directory remembers; port 0 takes a free one. */
    public static CrmEmulator start(int port, Path directory, InstantSource clock) {
        return new CrmEmulator(port, directory, clock);
    }

    /** The contacts page's address, ending in a slash; the API is under {@code api/3/}. */
    public URI address() {
        return server.address();
    }

    /** Gives out another key, until the emulator is started again; the former is worthless at once. */
    public void changeApiKey() {
        switchboard.keys().change(API_KEY);
    }

    /** The key that the API accepts now, where it was changed. */
    public Optional<String> changedApiKey() {
        return switchboard.keys().changed(API_KEY);
    }

    private Mono<ServerResponse> page() {
        List<ContactRow> rows =
                contacts.all().reversed().stream().map(ContactRow::of).toList();
        return pages.page("contacts", Map.of("contacts", rows));
    }

    /** A contact in the words of the page. */
    record ContactRow(String email, String name, String created, String updated, int timesSynced) {

        static ContactRow of(Contact contact) {
            return new ContactRow(
                    contact.email(),
                    (contact.firstName() + " " + contact.lastName()).strip(),
                    Pages.time(contact.created()),
                    Pages.time(contact.updated()),
                    contact.timesSynced());
        }
    }

    @Override
    public void close() {
        server.close();
        contacts.close();
    }
}
