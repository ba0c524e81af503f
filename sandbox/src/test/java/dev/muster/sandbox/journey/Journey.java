package dev.muster.sandbox.journey;

import dev.muster.sandbox.WorldOfItsOwn;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test in the world that all journeys share. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(WorldOfItsOwn.WORLD)
@ExtendWith(World.class)
@interface Journey {}
