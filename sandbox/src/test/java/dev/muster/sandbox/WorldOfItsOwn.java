package dev.muster.sandbox;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test that starts a world of its own, and mostly waits for it: it runs beside those that share one. Such tests follow each
 * other, so that there are never more than two worlds.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(WorldOfItsOwn.WORLD)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a world of its own")
public @interface WorldOfItsOwn {

    /** The tag of what needs the other modules as they were built. */
    String WORLD = "world";
}
