package dev.muster.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.records.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class StatusSettingsTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Application.class);

    @EnableConfigurationProperties(StatusSettings.class)
    static class Application {}

    @Test
    void everyStepIsTakenUnlessSomeAreNamed() {
        application.run(context ->
                assertThat(context.getBean(StatusSettings.class).steps()).containsExactlyInAnyOrder(Step.values()));
        application.withPropertyValues("MUSTER_STATUS_STEPS=record, slack").run(context -> assertThat(
                        context.getBean(StatusSettings.class).steps())
                .containsExactlyInAnyOrder(Step.RECORD, Step.SLACK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "record,", "record,fax"})
    void anythingElseIsRefused(String steps) {
        application.withPropertyValues("MUSTER_STATUS_STEPS=" + steps).run(context -> assertThat(context)
                .hasFailed());
    }
}
