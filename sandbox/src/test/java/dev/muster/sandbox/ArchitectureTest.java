package dev.muster.sandbox;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import dev.muster.sandbox.launch.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Set;

/** What holds the house up, over the classes of all modules. */
@ArchTag(WorldOfItsOwn.WORLD)
@AnalyzeClasses(locations = ArchitectureTest.AllModules.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule modulesShareTheContractAlone = slices().matching("dev.muster.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage("dev.muster.events.."));

    @ArchTest
    static final ArchRule theContractKnowsNoService = noClasses()
            .that()
            .resideInAPackage("dev.muster.events..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.muster.gateway..",
                    "dev.muster.slack..",
                    "dev.muster.crm..",
                    "dev.muster.standup..",
                    "dev.muster.report..");

    @ArchTest
    static final ArchRule theSandboxKnowsNoneOfUs = noClasses()
            .that()
            .resideInAPackage("dev.muster.sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.muster.events..");

    /** They are to find what the others have overlooked, and know nothing of how a run is made. */
    @ArchTest
    static final ArchRule theChecksShareNothingWithWhatTheyCheck = noClasses()
            .that()
            .resideInAPackage("dev.muster.sandbox.chaos.check..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.muster..")
                    .and(not(resideInAPackage("dev.muster.sandbox.chaos.check..")))
                    .as("any other code of Muster"));

    @ArchTest
    static final ArchRule packagesStandInNoCircle =
            slices().matching("dev.muster.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheSlackServiceSpeaksSlack = noClasses()
            .that()
            .resideOutsideOfPackage("dev.muster.slack..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.slack.api..");

    @ArchTest
    static final ArchRule onlyViewsAndLedgersSpeakToTheDocumentStore = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.muster.events.effect..",
                    "dev.muster.events.store..",
                    "dev.muster.events.view..",
                    "dev.muster.gateway.records..",
                    "dev.muster.slack.run..",
                    "dev.muster.standup.runs..",
                    "dev.muster.sandbox.chaos..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..");

    /** Building a view has no other effect, since nothing that could have one is within reach. */
    @ArchTest
    static final ArchRule viewsAreBuiltFromTheLogIntoTheStoreAndNothingElse = classes()
            .that()
            .resideInAPackage("dev.muster.events.view..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.muster.events.view..",
                            "dev.muster.events.fault..",
                            "dev.muster.events.thread..",
                            "org.apache.kafka.clients.consumer..",
                            "org.apache.kafka.common..",
                            "com.mongodb..",
                            "org.bson..",
                            "reactor.core.publisher..",
                            "org.reactivestreams..",
                            "io.micrometer.core.instrument..",
                            "org.slf4j..",
                            "org.jspecify.annotations..",
                            "org.springframework.context..",
                            "java.lang..",
                            "java.time..",
                            "java.util..")
                    .or(name("org.springframework.kafka.core.ConsumerFactory")));

    /** Whoever makes a view's documents of records can neither publish nor call. */
    @ArchTest
    static final ArchRule whoeverFillsAViewCallsNobody = noClasses()
            .that(implement("dev.muster.events.view.ViewWriter"))
            .or(describe("open a view", opener -> opener.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> call.getTargetOwner().getName().equals("dev.muster.events.view.Views")
                            && call.getName().equals("open"))))
            .should()
            .transitivelyDependOnClassesThat(resideInAnyPackage(
                            "com.slack.api..", "java.net.http..", "org.springframework.web..", "reactor.netty..")
                    .or(nameMatching(".*\\.(EventPublisher|EffectLine|KafkaOperations|KafkaTemplate|KafkaProducer)")));

    @ArchTest
    static final ArchRule theWallClockIsHandedIn = noClasses()
            .that()
            .resideOutsideOfPackage("dev.muster.sandbox..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    /** Everything downstream of the ticks is a function of the log; when a record could not be read is none of that. */
    @ArchTest
    static final ArchRule theStandupAndItsReportKnowNoClock = noClasses()
            .that()
            .resideInAnyPackage("dev.muster.standup..", "dev.muster.report..")
            .and()
            .doNotHaveSimpleName("DeadLetterHandler")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(InstantSource.class)
            .orShould()
            .callMethod(LocalDate.class, "now");

    @ArchTest
    static final ArchRule reportsAreNotMadeByTheClock = noClasses()
            .that()
            .resideInAPackage("dev.muster.report..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.apache\\.kafka\\.streams\\..*(Punctuat|Window|Suppress).*");

    @ArchTest
    static final ArchRule onlyTheReportServiceStreams = noClasses()
            .that()
            .resideOutsideOfPackage("dev.muster.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.streams..");

    static final class AllModules implements LocationProvider {

        @Override
        public Set<Location> get(Class<?> testClass) {
            try (var modules = Files.list(Options.projectRoot())) {
                return modules.map(module -> module.resolve("target/classes/dev"))
                        .filter(Files::isDirectory)
                        .map(classes -> Location.of(classes.getParent()))
                        .collect(toSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
