package dev.dragoman.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The client is the protocol, the JDK and a WebSocket. */
@AnalyzeClasses(packages = "dev.dragoman.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

    @ArchTest
    static final ArchRule KNOWS_THE_PROTOCOL_AND_A_WEBSOCKET_ONLY = classes()
            .that()
            .resideInAPackage("dev.dragoman.client..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dragoman.client..",
                    "dev.dragoman.protocol..",
                    "java..",
                    "org.eclipse.jetty..",
                    "org.jspecify.annotations..",
                    "com.fasterxml.jackson.annotation..");
}
