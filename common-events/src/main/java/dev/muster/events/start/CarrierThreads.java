package dev.muster.events.start;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Has virtual threads carried by more threads than there are processors. One that waits while it links or initialises a class stays
 * on its carrier: on one or two processors, a few of these at the start of a service leave no carrier to whom they wait for, and
 * nothing goes on. What the command line says counts more.
 *
 * @see <a href="https://openjdk.org/jeps/444">JEP 444</a>
 */
final class CarrierThreads implements EnvironmentPostProcessor {

    /** Read when the first virtual thread starts, and never again. */
    static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    private static final int ENOUGH = 32;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (System.getProperty(PARALLELISM) == null) {
            System.setProperty(
                    PARALLELISM,
                    Integer.toString(Math.max(ENOUGH, Runtime.getRuntime().availableProcessors())));
        }
    }
}
