package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

/** Whoever is woken knows why, and what to do. */
class AlarmsTest {

    private static final Path OPERATIONS = Path.of("../docs/operations.md");
    private static final Pattern RUNBOOK = Pattern.compile("docs/operations\\.md#([a-z-]+)$");

    private final Synthesized all = Synthesized.once();

    @Test
    void everyAlarmSaysWhyAndItsLineOfTheOperationsPageIsThere() throws IOException {
        // Given
        List<String> page = Files.readAllLines(OPERATIONS);

        // When
        List<String> descriptions = all.resources("AWS::CloudWatch::Alarm")
                .map(alarm -> alarm.properties().path("AlarmDescription").asText())
                .toList();

        // Then
        assertThat(descriptions).hasSizeGreaterThan(8).allSatisfy(description -> {
            Matcher runbook = RUNBOOK.matcher(description);
            assertThat(runbook.find()).isTrue();
            String line = "| <a id=\"" + runbook.group(1) + "\"></a>";
            assertThat(page.stream().filter(it -> it.startsWith(line))).as(line).hasSize(1);
        });
    }

    @Test
    void everyAlarmTellsSomebody() {
        assertThat(all.resources("AWS::CloudWatch::Alarm"))
                .allSatisfy(alarm ->
                        assertThat(alarm.properties().path("AlarmActions")).hasSize(1));
        all.template("observability")
                .hasResourceProperties(
                        "AWS::SNS::Subscription", Map.of("Protocol", "email", "Endpoint", "ops@example.com"));
    }

    @Test
    void aJobThatSaysNothingCountsAsDown() {
        all.template("observability")
                .hasResourceProperties(
                        "AWS::CloudWatch::Alarm",
                        Map.of(
                                "AlarmName", "dragoman-test-job-down",
                                "TreatMissingData", "breaching",
                                "Dimensions", List.of(Map.of("Name", "Application", "Value", "dragoman-test-job"))));
    }

    @Test
    void moneyIsWatched() {
        all.template("observability")
                .hasResourceProperties(
                        "AWS::Budgets::Budget",
                        Map.of(
                                "Budget",
                                Match.objectLike(Map.of(
                                        "TimeUnit", "MONTHLY", "BudgetLimit", Map.of("Amount", 200, "Unit", "USD")))));
    }
}
