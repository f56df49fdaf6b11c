package dev.dragoman.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Ingest is the protocol, Lambda's interfaces and, in the four classes made for it, the AWS SDK. */
@AnalyzeClasses(packages = "dev.dragoman.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {

    @ArchTest
    static final ArchRule knowsNoOtherPart = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dragoman.ingest..",
                    "dev.dragoman.protocol..",
                    "com.amazonaws.services.lambda.runtime..",
                    "software.amazon.awssdk..",
                    "com.nimbusds..",
                    "javax.crypto..",
                    "org.slf4j..",
                    "org.jspecify.annotations..",
                    "java..");

    @ArchTest
    static final ArchRule theSdkStaysBehindTheInterfaces = noClasses()
            .that()
            .haveSimpleNameEndingWith("Route")
            .or()
            .areInterfaces()
            .or()
            .haveSimpleNameEndingWith("Routes")
            .or()
            .haveSimpleNameEndingWith("Handler")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule tokensAreReadInOnePlace = noClasses()
            .that()
            .doNotHaveSimpleName("Tokens")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");
}
