package dev.dragoman.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the house: the job, the routes and the client know the protocol and never each other. */
@AnalyzeClasses(
        packages = "dev.dragoman",
        importOptions = {DoNotIncludeTests.class, ArrowsTest.NoTestJars.class})
class ArrowsTest {

    /** Other modules' tests come as jars. */
    static final class NoTestJars implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String PROTOCOL = "dev.dragoman.protocol..";
    private static final String JOB = "dev.dragoman.job..";
    private static final String INGEST = "dev.dragoman.ingest..";
    private static final String CLIENT = "dev.dragoman.client..";
    private static final String LOCAL = "dev.dragoman.local..";
    private static final String SAMPLES = "dev.dragoman.samples..";

    @ArchTest
    static final ArchRule protocolKnowsNobody = noClasses()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JOB, INGEST, CLIENT, LOCAL, SAMPLES, "software.amazon..", "org.apache.flink..");

    @ArchTest
    static final ArchRule theJobKnowsNeitherRoutesNorClientNorEmulator = noClasses()
            .that()
            .resideInAPackage(JOB)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGEST, CLIENT, LOCAL, SAMPLES);

    @ArchTest
    static final ArchRule theRoutesKnowNeitherJobNorClientNorEmulator = noClasses()
            .that()
            .resideInAPackage(INGEST)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JOB, CLIENT, LOCAL, SAMPLES);

    @ArchTest
    static final ArchRule theClientKnowsOnlyTheProtocol = noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JOB, INGEST, LOCAL, SAMPLES, "software.amazon..");

    @ArchTest
    static final ArchRule endpointsDoNotKnowTheSystemOrTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackages("dev.dragoman.local.system..", "dev.dragoman.local.cli..", "dev.dragoman.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.dragoman.local.system..", "dev.dragoman.local.cli..");
}
