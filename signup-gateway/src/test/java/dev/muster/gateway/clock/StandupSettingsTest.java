package dev.muster.gateway.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class StandupSettingsTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withUserConfiguration(Application.class);

    @EnableConfigurationProperties(StandupSettings.class)
    static class Application {}

    @Test
    void withoutAChannelThereIsNoStandup() {
        application.run(context ->
                assertThat(context.getBean(StandupSettings.class).standup()).isEmpty());
    }

    @Test
    void withAChannelThereIsTheWorkshops() {
        application.withPropertyValues("MUSTER_STANDUP_CHANNEL=C0123456789").run(context -> assertThat(
                        context.getBean(StandupSettings.class).standup())
                .hasValueSatisfying(standup -> {
                    assertThat(standup.id()).isEqualTo("daily");
                    assertThat(standup.channel()).isEqualTo("C0123456789");
                    assertThat(standup.questions())
                            .containsExactly(
                                    "What did you work on yesterday?",
                                    "What is your plan for today?",
                                    "Any impediments?");
                    assertThat(standup.days()).hasSize(5).doesNotContain(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
                    assertThat(standup.askAt()).isEqualTo(LocalTime.of(8, 0));
                    assertThat(standup.remindAt()).isNull();
                    assertThat(standup.reportAt()).isEqualTo(LocalTime.of(10, 0));
                    assertThat(standup.zone().getId()).isEqualTo("UTC");
                    assertThat(standup.enabled()).isTrue();
                }));
    }

    @Test
    void eachOfThemCanBeSet() {
        application
                .withPropertyValues(
                        "MUSTER_STANDUP_CHANNEL=C0123456789",
                        "MUSTER_STANDUP_NAME=The team",
                        "MUSTER_STANDUP_QUESTIONS=One, two? | Three",
                        "MUSTER_STANDUP_DAYS=SUNDAY,MONDAY",
                        "MUSTER_STANDUP_ASK_AT=21:05",
                        "MUSTER_STANDUP_REMIND_AT=21:06",
                        "MUSTER_STANDUP_REPORT_AT=21:07",
                        "MUSTER_STANDUP_ZONE=Europe/Prague",
                        "MUSTER_STANDUP_ENABLED=false")
                .run(context -> assertThat(
                                context.getBean(StandupSettings.class).standup())
                        .hasValueSatisfying(standup -> {
                            assertThat(standup.name()).isEqualTo("The team");
                            assertThat(standup.questions()).containsExactly("One, two?", "Three");
                            assertThat(standup.days()).containsExactly(DayOfWeek.MONDAY, DayOfWeek.SUNDAY);
                            assertThat(standup.askAt()).isEqualTo(LocalTime.of(21, 5));
                            assertThat(standup.remindAt()).isEqualTo(LocalTime.of(21, 6));
                            assertThat(standup.reportAt()).isEqualTo(LocalTime.of(21, 7));
                            assertThat(standup.zone().getId()).isEqualTo("Europe/Prague");
                            assertThat(standup.enabled()).isFalse();
                        }));
    }

    @ParameterizedTest
    @CsvSource({
        "CHANNEL, #general, channel",
        "NAME, ' ', muster.standup.name",
        "QUESTIONS, 'One||Two', muster.standup.questions",
        "QUESTIONS, 1|2|3|4|5|6|7|8|9|10|11, muster.standup.questions",
        "DAYS, FUNDAY, muster.standup.days",
        "DAYS, 'MONDAY,FUNDAY', muster.standup.days",
        "ASK_AT, 8am, askAt",
        "ASK_AT, 10:00, muster.standup.report-at must be later than muster.standup.ask-at",
        "REMIND_AT, 25:00, remindAt",
        "REMIND_AT, 11:00, muster.standup.remind-at must be between",
        "REPORT_AT, '', reportAt",
        "ZONE, Europe/Atlantis, muster.standup.zone",
        "ENABLED, perhaps, muster.standup.enabled"
    })
    void aWrongOneStopsTheStartAndIsNamed(String setting, String value, String named) {
        application
                .withPropertyValues("MUSTER_STANDUP_CHANNEL=C0123456789", "MUSTER_STANDUP_" + setting + "=" + value)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(named));
    }
}
