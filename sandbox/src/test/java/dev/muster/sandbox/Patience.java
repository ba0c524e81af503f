package dev.muster.sandbox;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has every {@code await()} wait longer than anything takes on a busy machine, so that only a failing test waits as long, and
 * take an exception for a condition that does not hold yet. JUnit finds it by itself.
 */
public final class Patience implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        Awaitility.ignoreExceptionsByDefault();
    }
}
