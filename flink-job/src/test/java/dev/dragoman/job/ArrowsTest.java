package dev.dragoman.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows inside the job: stages stand beside each other, what flows between them lies at the bottom. */
@AnalyzeClasses(packages = "dev.dragoman.job", importOptions = DoNotIncludeTests.class)
class ArrowsTest {

    private static final String JOB = "dev.dragoman.job";

    private static final String[] STAGES = {
        JOB + ".kinesis..",
        JOB + ".chunk..",
        JOB + ".batch..",
        JOB + ".transcode..",
        JOB + ".transcribe..",
        JOB + ".translate..",
        JOB + ".synthesize..",
        JOB + ".transcript..",
        JOB + ".watch..",
        JOB + ".deliver.."
    };

    private static final DescribedPredicate<JavaClass> IN_A_STAGE = JavaClass.Predicates.resideInAnyPackage(STAGES);

    @ArchTest
    static final ArchRule stagesDoNotKnowEachOther = slices().matching(JOB + ".(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(JavaClass.Predicates.resideInAPackage(JOB + ".config.."), IN_A_STAGE)
            .ignoreDependency(
                    DescribedPredicate.alwaysTrue(),
                    JavaClass.Predicates.resideInAnyPackage(JOB + ".model..", JOB + ".aws..", JOB + ".service.."))
            .ignoreDependency(
                    JavaClass.Predicates.resideInAPackage(JOB + ".batch.."),
                    JavaClass.Predicates.resideInAPackage(JOB + ".webm.."));

    @ArchTest
    static final ArchRule modelKnowsNoStage = noClasses()
            .that()
            .resideInAPackage(JOB + ".model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STAGES);

    @ArchTest
    static final ArchRule webmKnowsNeitherFlinkNorAws = classes()
            .that()
            .resideInAPackage(JOB + ".webm..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(JOB + ".webm..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule modelIsFreeOfTheSdk = noClasses()
            .that()
            .resideInAPackage(JOB + ".model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "org.apache.flink..");

    @ArchTest
    static final ArchRule serviceInterfacesSpeakOurWords = noClasses()
            .that()
            .areInterfaces()
            .and()
            .resideOutsideOfPackage(JOB + ".kinesis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule recordsThatFlowArePublic = classes()
            .that()
            .resideInAPackage(JOB + ".model..")
            .and()
            .areAssignableTo(Record.class)
            .should()
            .haveModifier(JavaModifier.PUBLIC);
}
