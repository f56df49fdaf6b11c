package dev.dragoman.cdk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code account.bash} says what is missing before it changes anything, and changes only its own stage. */
class AccountCommandsTest {

    /** In place of what {@code ./dragoman} itself brings. */
    private static final String AROUND = """
            set -euo pipefail
            say() { printf '%s\\n' "$*" >&2; }
            fail() { say "$*"; exit 1; }
            build_for_aws() { :; }
            build_pages() { :; }
            cdk() { echo "cdk $*" >>"$CALLS"; }
            source account.bash
            account_options "${@:2}"
            "account_$1"
            """;

    /** A command line of AWS that knows one account, with the quotas that new ones have. */
    private static final String AWS = """
            #!/usr/bin/env bash
            echo "aws $*" >>"$CALLS"
            case "$*" in
              --version) echo "aws-cli/$AWS_VERSION Python/3.11 Linux" ;;
              "configure get region") exit 1 ;;
              "sts get-caller-identity"*) [[ $SIGNED_IN == yes ]] && echo 111122223333 ;;
              *"list-service-quotas --service-code transcribe"*) printf 'None\n25.0\n' ;;
              *"list-service-quotas --service-code polly"*) echo None ;;
              *"list-aws-default-service-quotas --service-code polly"*) echo 8.0 ;;
              *"--service-code lambda"*) exit 255 ;;
              *list-service-quotas*) echo 1000.0 ;;
              *describe-application*) [[ -e $CALLS.started ]] && echo RUNNING || echo READY ;;
              *start-application*) touch "$CALLS.started" ;;
              *describe-stacks*) echo https://some.where ;;
              *list-stack-resources*) echo some-bucket ;;
              "s3 cp -"*) cat >>"$CALLS.placed" ;;
            esac
            """;

    @TempDir
    private Path folder;

    private String awsVersion = "2.9.19";

    @BeforeEach
    void putFakesFirst() throws IOException {
        for (String page : List.of("index.html", "speak/index.html")) {
            Path built = folder.resolve("web/dist").resolve(page);
            Files.createDirectories(requireNonNull(built.getParent()));
            Files.copy(Path.of("../web/page.html"), built);
        }
        executable("aws", AWS);
        executable("npx", "#!/usr/bin/env bash\necho \"npx $*\" >>\"$CALLS\"\n");
        Files.createFile(folder.resolve("calls"));
    }

    @Test
    void anOldCommandLineOfAwsIsNotTaken() throws Exception {
        awsVersion = "1.45.11";
        assertThat(run("yes", "deploy", "--region", "eu-central-1"))
                .startsWith("needs version 2")
                .contains("1.45.11");
    }

    @Test
    void withoutARegionOrCredentialsItSaysSoAndDoesNothing() throws Exception {
        assertThat(run("no", "deploy")).isEqualTo("no region: --region eu-central-1, AWS_REGION, or 'aws configure'\n");
        assertThat(run("no", "deploy", "--region", "eu-central-1")).startsWith("no credentials for AWS");
        assertThat(calls()).noneMatch(call -> call.startsWith("npx") || call.startsWith("cdk"));
    }

    @Test
    void deploySaysWhichQuotaIsTooSmallAndStartsTheJob() throws Exception {
        // When
        String said = run("yes", "deploy", "--region", "eu-central-1", "--stage", "prod", "--sessions", "100");

        // Then
        assertThat(said)
                .contains("of transcribe is 25; 100 talks at a time need 100")
                .contains("of polly is 8; 100 talks in three languages need 75")
                .contains("could not read the quota 'Concurrent executions' of lambda")
                .contains("https://console.aws.amazon.com/servicequotas/home/services/transcribe/quotas")
                .endsWith("https://some.where\n");
        assertThat(calls())
                .anyMatch(call -> call.startsWith("cdk synth") && call.endsWith("--stage prod --sessions 100"))
                .anyMatch(call -> call.startsWith("npx") && call.contains("deploy --app"))
                .anyMatch(call -> call.startsWith("aws kinesisanalyticsv2 start-application")
                        && call.endsWith("dragoman-prod-job"));
    }

    @Test
    void deployPlacesPagesThatKnowTheApiBeforeTheyAskForIt() throws Exception {
        var unused = run("yes", "deploy", "--region", "eu-central-1");

        assertThat(calls())
                .anyMatch(call -> call.startsWith("aws s3 cp - ") && call.contains("where/index.html"))
                .anyMatch(call -> call.startsWith("aws s3 cp - ") && call.contains("/speak/index.html"));
        assertThat(Files.readAllLines(folder.resolve("calls.placed")))
                .filteredOn(line -> line.contains("rel=\"preconnect\" href=\"https://some.where\""))
                .hasSize(2);
    }

    @Test
    void deployLetsBrowsersKeepWhatNeverChangesAndAskForTheRest() throws Exception {
        var unused = run("yes", "deploy", "--region", "eu-central-1");

        assertThat(calls())
                .filteredOn(call -> call.startsWith("aws s3 sync ") || call.startsWith("aws s3 cp "))
                .filteredOn(call -> !call.contains("--delete --only-show-errors"))
                .hasSize(5)
                .allMatch(call -> call.contains("/assets ")
                        ? call.contains("--cache-control max-age=31536000, immutable")
                        : call.contains("--cache-control no-cache"));
    }

    @Test
    void destroyAsksFirstAndLeavesWhatTheAccountHasOnce() throws Exception {
        assertThat(run("yes", "destroy", "--region", "eu-central-1")).contains("--yes", "111122223333", "stage dev");
        assertThat(calls()).noneMatch(call -> call.contains(" rm ") || call.startsWith("npx"));

        var unused = run("yes", "destroy", "--region", "eu-central-1", "--yes");
        assertThat(calls())
                .filteredOn(call -> call.startsWith("npx"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call).contains("destroy").doesNotContain("account"));
        assertThat(calls().stream()
                        .map(call -> call.startsWith("npx") ? "destroy" : call.contains("s3 rm") ? "empty" : "")
                        .filter(call -> !call.isEmpty()))
                .as("first what writes, then what is written")
                .containsExactly("destroy", "empty", "empty", "destroy");
    }

    @Test
    void logsKnowsItsParts() throws Exception {
        assertThat(run("yes", "logs", "--region", "eu-central-1")).contains("job", "web-socket", "http-authorizer");
        var unused = run("yes", "logs", "job", "--follow", "--stage", "prod", "--region", "eu-central-1");
        assertThat(calls()).contains("aws logs tail /dragoman/prod/job --since 1h --format short --follow");
    }

    @Test
    void logsOfThisMachineAreThoseOfTheNewestRunByPart() throws Exception {
        // Given
        assertThat(run("no", "logs", "local")).contains("no ./dragoman run has left a log");
        Files.writeString(folder.resolve("dragoman-speak-2.log"), "10:00:00.000 INFO  Speaker [main] spoke\n");
        Files.writeString(folder.resolve("dragoman-run-1.log"), """
                10:00:00.000 WARN  ingest [lambda] refused
                10:00:00.001 WARN  Task [notify] failed
                java.io.IOException: gone
                """);

        // Then
        assertThat(run("no", "logs", "local").lines()).hasSize(3);
        assertThat(run("no", "logs", "local-functions")).isEqualTo("10:00:00.000 WARN  ingest [lambda] refused\n");
        assertThat(run("no", "logs", "local-job")).endsWith("[notify] failed\njava.io.IOException: gone\n");
        assertThat(calls()).noneMatch(call -> call.startsWith("aws sts"));
    }

    private String run(String signedIn, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", AROUND, "dragoman");
        bash.command().addAll(List.of(arguments));
        bash.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        bash.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        bash.environment().put("SIGNED_IN", signedIn);
        bash.environment().put("AWS_VERSION", awsVersion);
        bash.environment().put("CALLS", folder.resolve("calls").toString());
        bash.environment().put("home", folder.toString());
        bash.environment().put("TMPDIR", folder.toString());
        Process process = bash.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private void executable(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
