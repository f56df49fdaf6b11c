package dev.dragoman.cdk;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/**
 * Alarms, each with a reason and the line of the operations page that says what to do. Each looks for
 * three minutes before it rings, so that nobody is woken by a blip that mends itself.
 */
final class Alarms extends Construct {

    /** How long one looks at a time. */
    static final Duration PERIOD = Duration.minutes(1);

    private static final int LOOKS = 3;

    /**
     * How often Managed Service for Apache Flink reports each metric in a {@link #PERIOD}: a sum has it as often
     * (docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html).
     */
    private static final int REPORTS = 4;

    private final Deployment deployment;
    private final SnsAction tell;

    Alarms(Construct scope, String id, Deployment deployment, ITopic topic) {
        super(scope, id);
        this.deployment = deployment;
        this.tell = new SnsAction(topic);
    }

    /**
     * Rings above a number.
     *
     * @param name a heading of the operations page
     * @param reason why somebody should look
     */
    void above(String name, double most, IMetric metric, String reason) {
        add(name, most, metric, reason, TreatMissingData.NOT_BREACHING);
    }

    /** The same, and when nothing is measured at all. */
    void aboveOrSilent(String name, double most, IMetric metric, String reason) {
        add(name, most, metric, reason, TreatMissingData.BREACHING);
    }

    private void add(String name, double most, IMetric metric, String reason, TreatMissingData missing) {
        Alarm.Builder.create(this, name)
                .alarmName(deployment.stackName(name))
                .alarmDescription(reason + " What to do: docs/operations.md#" + name)
                .metric(metric)
                .threshold(most)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(LOOKS)
                .datapointsToAlarm(LOOKS)
                .treatMissingData(missing)
                .build()
                .addAlarmAction(tell);
    }

    /** A service's own metric. */
    static Metric metric(String namespace, String name, String statistic, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .statistic(statistic)
                .dimensionsMap(dimensions)
                .period(PERIOD)
                .build();
    }

    /** One of the job's own metrics, of all its operators together. */
    static MathExpression ofJob(String application, String function, String metric) {
        return labelled(
                metric,
                "SELECT " + function + "(\"" + metric + "\") FROM \"AWS/KinesisAnalytics\" WHERE Application = '"
                        + application + "'",
                Map.of());
    }

    /** A number of the job, added up over its subtasks. */
    static MathExpression inAll(String application, String metric) {
        return labelled(metric, "reported / " + REPORTS, Map.of("reported", ofJob(application, "SUM", metric)));
    }

    /** By how much a count of the job has grown. */
    static MathExpression growth(String application, String counter) {
        return labelled(counter, "DIFF(counted) / " + REPORTS, Map.of("counted", ofJob(application, "SUM", counter)));
    }

    private static MathExpression labelled(String label, String expression, Map<String, IMetric> of) {
        return MathExpression.Builder.create()
                .expression(expression)
                .label(label)
                .usingMetrics(of)
                .period(PERIOD)
                .build();
    }
}
