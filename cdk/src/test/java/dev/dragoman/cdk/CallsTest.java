package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.dragoman.cdk.Permissions.Permission;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever the code asks of AWS it may do, and it may do nothing that it does not ask for: the calls of
 * the SDK's clients in the classes, against the policies in the templates.
 */
class CallsTest {

    private static final Pattern CLIENT =
            Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+)\\..*?(\\w+)(AsyncClient|Client|Presigner)");

    /** Services whose name in policies is not that of their package. */
    private static final Map<String, String> SERVICES =
            Map.of("transcribestreaming", "transcribe", "apigatewaymanagementapi", "execute-api");

    /** Calls whose action is not their own name. */
    private static final Map<String, Set<String>> ACTIONS = Map.of(
            "s3:ListObjectsV2", Set.of("s3:ListBucket"),
            // Whoever may not list is not told that something is not there.
            "s3:GetObject", Set.of("s3:GetObject", "s3:ListBucket"),
            "s3:PresignGetObject", Set.of("s3:GetObject"),
            "dynamodb:QueryPaginator", Set.of("dynamodb:Query"),
            "dynamodb:TransactWriteItems", Set.of("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"),
            "execute-api:PostToConnection", Set.of("execute-api:ManageConnections"));

    /** What runs the code needs, beside what the code asks for: logs, the jar, Flink's files in parts. */
    private static final Set<String> OF_THE_PLATFORM = Set.of(
            "logs:CreateLogStream",
            "logs:PutLogEvents",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "s3:GetObjectVersion");

    private static final Set<String> OF_FLINKS_FILES = Set.of(
            "s3:GetObject",
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:ListBucket",
            "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts");

    private final Permissions permissions = new Permissions();

    @Test
    void theJobMayDoWhatItAsksForAndNothingElse() {
        // When
        Set<String> asked = asked("dev.dragoman.job");

        // Then
        assertThat(asked).hasSizeGreaterThan(10);
        assertThat(allowed("<job/")).isEqualTo(asked);
    }

    @Test
    void flinksFilesAreTheOnlyReasonForMoreAndLieInTheBucketOfRecords() {
        assertThat(permissions.all())
                .filteredOn(permission -> permission.who().startsWith("<job/")
                        && permission.resource().contains("storage/Records"))
                .extracting(Permission::action)
                .isSubsetOf(OF_FLINKS_FILES);
    }

    @Test
    void ingestMayDoWhatItAsksForAndNothingElse() {
        // When
        Set<String> asked = asked("dev.dragoman.ingest");

        // Then
        assertThat(asked).hasSizeGreaterThan(6);
        assertThat(allowed("<ingest/")).isEqualTo(asked);
    }

    /** What the roles of a stack may do, without what their platform needs. */
    private Set<String> allowed(String stack) {
        return permissions.all().stream()
                .filter(permission -> permission.who().startsWith(stack))
                .filter(permission -> !permission.resource().contains("storage/Records"))
                .map(Permission::action)
                .filter(action -> !OF_THE_PLATFORM.contains(action))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The actions behind every call of a client in a package and those below. */
    private static Set<String> asked(String packages) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(packages).stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .flatMap(CallsTest::actions)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> actions(JavaMethodCall call) {
        Matcher client = CLIENT.matcher(call.getTargetOwner().getName());
        String method = call.getName();
        if (!client.matches() || method.matches("close|create|builder|serviceName|serviceClientConfiguration")) {
            return Stream.empty();
        }
        String service = SERVICES.getOrDefault(client.group(1), client.group(1));
        String action = service + ":" + method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1);
        return ACTIONS.getOrDefault(action, Set.of(action)).stream();
    }
}
