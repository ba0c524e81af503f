package dev.muster.events.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

class CarrierThreadsTest {

    private final @Nullable String before = System.getProperty(CarrierThreads.PARALLELISM);

    @AfterEach
    void putBack() {
        if (before == null) {
            System.clearProperty(CarrierThreads.PARALLELISM);
        } else {
            System.setProperty(CarrierThreads.PARALLELISM, before);
        }
    }

    @Test
    void serviceHasMoreOfThemThanAFewProcessors() {
        System.clearProperty(CarrierThreads.PARALLELISM);

        start();

        assertThat(Integer.getInteger(CarrierThreads.PARALLELISM)).isGreaterThanOrEqualTo(32);
    }

    @Test
    void whatTheCommandLineSaysStands() {
        System.setProperty(CarrierThreads.PARALLELISM, "3");

        start();

        assertThat(System.getProperty(CarrierThreads.PARALLELISM)).isEqualTo("3");
    }

    private static void start() {
        new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run()
                .close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
