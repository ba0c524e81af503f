package dev.muster.sandbox.slack;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.muster.sandbox.Chromium;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Browser windows on the workspace page, each of another person, and whatever they complain of. */
public final class Windows implements AutoCloseable {

    private final Chromium chromium;
    private final URI slack;
    private final List<BrowserContext> opened = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    public Windows(Chromium chromium, URI slack) {
        this.chromium = chromium;
        this.slack = slack;
    }

    /** A window in which somebody is in a conversation, or nowhere yet where that is empty. */
    public Page of(String user, String where) {
        return of(user, where, new Browser.NewContextOptions());
    }

    /** The same, in a window of another kind. */
    public Page of(String user, String where, Browser.NewContextOptions options) {
        BrowserContext context = chromium.open(options);
        opened.add(context);
        Page page = context.newPage();
        page.onRequest(request -> {
            if (!request.url().startsWith(slack.toString())) {
                complaints.add("asked elsewhere: " + request.url());
            }
        });
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("opened a dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.navigate(slack + (user.isEmpty() ? "" : "?as=" + user + (where.isEmpty() ? "" : "&in=" + where)));
        return page;
    }

    /** Console errors, breaches of the content security policy and requests to anywhere else. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        opened.forEach(BrowserContext::close);
    }
}
