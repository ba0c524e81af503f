package dev.muster.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** A report is a function of the log. */
@AnalyzeClasses(packages = "dev.muster.report", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule nothingLooksAtAClock = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(InstantSource.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nothingIsDoneByTheClock = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("org\\.apache\\.kafka\\.streams\\..*(Punctuat|Window|Suppress).*");

    @ArchTest
    static final ArchRule nothingButTheContractIsShared = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.muster.gateway..",
                    "dev.muster.slack..",
                    "dev.muster.crm..",
                    "dev.muster.standup..",
                    "dev.muster.events.effect..",
                    "dev.muster.events.store..",
                    "com.mongodb..");
}
