package dev.muster.sandbox.chaos;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sandbox.chaos.Fault.Way;
import dev.muster.sandbox.chaos.Schedule.Planned;
import dev.muster.sandbox.launch.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final Size LARGE = new Size(3, 2);
    private static final Duration REST_OF_BROKERS = Duration.ofSeconds(9);

    @Test
    void sameSeedGivesTheSameFaultsAndAnotherGivesOthers() {
        assertThat(schedule(7, 5)).isEqualTo(schedule(7, 5)).isNotEqualTo(schedule(8, 5));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, Long.MIN_VALUE})
    void everyKindOfFaultComesUpWithinFiveMinutes(long seed) {
        var faults = schedule(seed, 5).all().stream().map(Planned::fault).toList();

        assertThat(faults)
                .extracting(Fault::kind)
                .contains("kill -9", "SIGSTOP", "restart", "store dropped")
                .containsAll(Stream.of(Way.values())
                        .map(way -> "provider " + way.word())
                        .toList());
        assertThat(faults)
                .anyMatch(fault -> fault.equals(new Fault.Kill("broker")))
                .anyMatch(fault -> fault.toString().startsWith("SIGSTOP broker for"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyProcessOfALargeWorldDiesWithinTwentyMinutes(long seed) {
        var options = new ChaosOptions(seed, Duration.ofMinutes(20), LARGE, true);

        var killed = Schedule.of(options).processes().stream()
                .map(Planned::fault)
                .filter(Fault.Kill.class::isInstance)
                .map(Object::toString)
                .collect(toSet());

        assertThat(Stream.concat(LARGE.serviceNames().stream(), LARGE.brokerNames().stream()))
                .allSatisfy(process -> assertThat(killed).contains("kill -9 " + process));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void oneFaultOfALineEndsBeforeTheNextAndAllBeforeTheRun(long seed) {
        var schedule = Schedule.of(large(seed));

        assertThat(schedule.lines()).allSatisfy(line -> {
            assertThat(line).isNotEmpty();
            assertThat(line.getLast().end()).isLessThanOrEqualTo(Duration.ofMinutes(10));
            for (var i = 1; i < line.size(); i++) {
                assertThat(line.get(i).at()).isGreaterThan(line.get(i - 1).end());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void afterABrokerNobodyIsStruckForAWhile(long seed) {
        var line = Schedule.of(new ChaosOptions(seed, Duration.ofMinutes(30), LARGE, true))
                .processes();

        for (var i = 1; i < line.size(); i++) {
            if (line.get(i - 1).fault().toString().contains("broker")) {
                assertThat(line.get(i).at().minus(line.get(i - 1).end())).isGreaterThanOrEqualTo(REST_OF_BROKERS);
            }
        }
    }

    @Test
    void shortRunChangesAKeyAndAPasswordStopsAndKillsTheBrokerKillsAServiceAndLosesTheStore() {
        var schedule = Schedule.of(ChaosTest.OPTIONS);

        assertThat(schedule.processes())
                .extracting(planned -> planned.fault().toString())
                .containsExactly(
                        "kill -9 standup-service", "SIGSTOP broker for 9 s", "store dropped", "kill -9 broker");
        assertThat(schedule.slack())
                .extracting(planned -> planned.fault().kind())
                .containsExactly("provider 429", "provider 500", "provider stall");
        assertThat(schedule.crm())
                .extracting(planned -> planned.fault().kind())
                .containsExactly("provider hang", "provider 429", "provider reset");
        assertThat(schedule.secrets())
                .extracting(planned -> planned.fault().toString())
                .containsExactly(
                        "new CRM key crm-service, restarted after 8 s",
                        "new password standup-service, restarted after 18 s");
        var refused = schedule.secrets().getLast();
        assertThat(schedule.processes().getLast().at()).isBetween(refused.at(), refused.end());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyInstanceIsUpgradedOnceAmongFaults(long seed) {
        var options =
                new ChaosOptions(seed, Duration.ofMinutes(10), LARGE, true, false, Optional.of(Path.of("earlier")));

        var faults =
                Schedule.of(options).processes().stream().map(Planned::fault).toList();

        assertThat(faults)
                .filteredOn(ScheduleTest::isUpgrade)
                .extracting(fault -> fault.processes().getFirst())
                .containsExactlyElementsOf(LARGE.serviceNames());
        assertThat(faults.subList(0, 2 * LARGE.serviceNames().size()))
                .filteredOn(fault -> !isUpgrade(fault))
                .hasSize(LARGE.serviceNames().size());
    }

    @Test
    void storeIsLeftAloneWhereThatIsAskedFor() {
        var schedule = Schedule.of(new ChaosOptions(1, Duration.ofMinutes(20), Size.USUAL, false));

        assertThat(schedule.all()).extracting(Planned::fault).noneMatch(Fault.DropStore.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everySecretIsChangedWithinTenMinutesAndAllInstancesOfItsServiceAreRestarted(long seed) {
        var line = Schedule.of(large(seed)).secrets();

        assertThat(line)
                .extracting(planned -> planned.fault().toString().replaceFirst(", restarted.*", ""))
                .containsOnly(
                        "new password signup-gateway, signup-gateway-2",
                        "new password slack-service, slack-service-2",
                        "new bot token slack-service, slack-service-2",
                        "new password crm-service, crm-service-2",
                        "new CRM key crm-service, crm-service-2",
                        "new password standup-service, standup-service-2",
                        "new password report-service, report-service-2");
    }

    @Test
    void accessControlAddsSecretsAndLeavesTheOtherFaultsAsTheyAre() {
        var without = new ChaosOptions(7, Duration.ofMinutes(10), LARGE, true);

        assertThat(Schedule.of(without))
                .isEqualTo(new Schedule(
                        Schedule.of(large(7)).processes(),
                        Schedule.of(large(7)).slack(),
                        Schedule.of(large(7)).crm(),
                        List.of()));
    }

    private static boolean isUpgrade(Fault fault) {
        return fault.kind().equals("upgrade");
    }

    private static ChaosOptions large(long seed) {
        return new ChaosOptions(seed, Duration.ofMinutes(10), LARGE, true, true, Optional.empty());
    }

    private static Schedule schedule(long seed, int minutes) {
        return Schedule.of(new ChaosOptions(seed, Duration.ofMinutes(minutes), Size.USUAL, true));
    }
}
