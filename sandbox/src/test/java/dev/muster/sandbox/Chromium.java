package dev.muster.sandbox;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A browser for tests: the one that {@code MUSTER_CHROMIUM} names, else the system's, else Playwright's own. Nothing is
 * ever downloaded here; {@code ./muster test} sees to that.
 */
public final class Chromium implements AutoCloseable {

    /** Hands one browser to all test classes of a run. */
    public static final class Shared implements ParameterResolver {

        private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(Chromium.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Chromium.class;
        }

        @Override
        public Chromium resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(SPACE)
                    .computeIfAbsent(Chromium.class, _ -> Chromium.launch(), Chromium.class);
        }
    }

    private static final List<String> USUAL =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    /** In milliseconds, longer than anything takes on a busy machine: only a failing test waits as long. */
    private static final int LONGEST = 240_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    private static Chromium launch() {
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(LONGEST);
        var options = new BrowserType.LaunchOptions()
                .setArgs(List.of("--no-sandbox", "--no-proxy-server"))
                .setTimeout(LONGEST);
        executable().ifPresent(options::setExecutablePath);
        return new Chromium(playwright, playwright.chromium().launch(options));
    }

    private static Optional<Path> executable() {
        return Stream.concat(Stream.ofNullable(System.getenv("MUSTER_CHROMIUM")), USUAL.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A window of its own. */
    public BrowserContext open(Browser.NewContextOptions options) {
        var context = browser.newContext(options);
        context.setDefaultTimeout(LONGEST);
        return context;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
