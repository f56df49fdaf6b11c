package dev.dragoman.cdk;

import dev.dragoman.protocol.TableLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * What an operator looks at: a dashboard that reads as the way the audio goes, alarms that say what to do,
 * and a budget. It knows every other stack and none knows it.
 */
final class ObservabilityStack extends Part {

    private static final String API = "AWS/ApiGateway";
    private static final String STREAM = "AWS/Kinesis";
    private static final String JOB = "AWS/KinesisAnalytics";
    private static final String LAMBDA = "AWS/Lambda";

    private final Map<String, String> stream;
    private final Map<String, String> webSocket;
    private final Map<String, String> http;
    private final Map<String, String> job;
    private final String application;

    ObservabilityStack(
            Construct scope,
            Deployment deployment,
            TablesStack tables,
            StreamStack events,
            IngestStack ingest,
            JobStack flink) {
        super(scope, deployment, "observability", "dashboard, alarms, budget");
        stream = Map.of("StreamName", events.events().getStreamName());
        webSocket = Map.of("ApiId", ingest.webSocket().api().getApiId(), "Stage", WebSocketEndpoint.STAGE);
        http = Map.of("ApiId", ingest.http().api().getApiId());
        application = flink.application();
        job = Map.of("Application", application);
        Topic topic = topic(deployment);
        alarms(new Alarms(this, "Alarms", deployment, topic), tables, ingest);
        dashboard(deployment, ingest);
        budget(deployment, topic);
    }

    private Topic topic(Deployment deployment) {
        Topic topic = Topic.Builder.create(this, "Alarmed").enforceSsl(true).build();
        PolicyStatement money = Allow.to("sns:Publish").on(topic.getTopicArn());
        money.addServicePrincipal("budgets.amazonaws.com");
        topic.addToResourcePolicy(money);
        topic.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com"));
        if (deployment.alarmEmail() != null) {
            topic.addSubscription(new EmailSubscription(deployment.alarmEmail()));
        }
        return topic;
    }

    private void alarms(Alarms alarms, TablesStack tables, IngestStack ingest) {
        alarms.aboveOrSilent(
                "job-down",
                0,
                Alarms.metric(JOB, "downtime", "Maximum", job),
                "The job does not run: nobody hears anything.");
        alarms.above(
                "checkpoints-fail",
                0,
                MathExpression.Builder.create()
                        .expression("DIFF(failed)")
                        .usingMetrics(Map.of("failed", Alarms.metric(JOB, "numberOfFailedCheckpoints", "Maximum", job)))
                        .period(Alarms.PERIOD)
                        .build(),
                "Checkpoints fail: after a failure more would be done again.");
        alarms.above(
                "falling-behind",
                10_000,
                Alarms.metric(STREAM, "GetRecords.IteratorAgeMilliseconds", "Maximum", stream),
                "The job reads the stream ten seconds late or more.");
        alarms.above(
                "stream-throttled",
                0,
                Alarms.metric(STREAM, "WriteProvisionedThroughputExceeded", "Sum", stream),
                "The stream refuses chunks: it is too narrow.");
        alarms.above(
                "dead-letters",
                10,
                Alarms.growth(application, "deadLetters"),
                "Pieces of talks could not be interpreted.");
        alarms.above(
                "heard-late",
                5_000,
                Alarms.ofJob(application, "MAX", "sinceSpokenP99Millis"),
                "One in a hundred waits five seconds or more for what was said.");
        alarms.above(
                "services-throttle",
                5,
                Alarms.growth(application, "throttled"),
                "Transcribe, Translate or Polly refuse calls: a quota is too small.");
        alarms.above("tables-throttled", 0, throttled(tables), "A table refuses requests.");
        alarms.above(
                "http-errors", 5, Alarms.metric(API, "5xx", "Sum", http), "The HTTP API answers with server errors.");
        alarms.above(
                "web-socket-errors",
                5,
                sum(
                        "integration", Alarms.metric(API, "IntegrationError", "Sum", webSocket),
                        "execution", Alarms.metric(API, "ExecutionError", "Sum", webSocket)),
                "The WebSocket API can't reach its function, or the function fails.");
        alarms.above(
                "functions-throttled",
                0,
                ofFunctions(ingest, "Throttles"),
                "Lambda refuses to start functions: its quota of concurrent ones is used up.");
        alarms.above(
                "authorizers-fail",
                20,
                sumOf(ingest.authorizers(), "Errors"),
                "Many are refused at the door: somebody tries tokens, or the page asks for the wrong ones.");
    }

    /** One question for all tables: an alarm may ask no more. */
    private static MathExpression throttled(TablesStack tables) {
        String any = TableLayout.ALL.stream()
                .map(layout -> "TableName = '" + tables.of(layout).getTableName() + "'")
                .collect(Collectors.joining(" OR "));
        return MathExpression.Builder.create()
                .expression("SELECT SUM(ThrottledRequests) FROM SCHEMA(\"AWS/DynamoDB\", Operation, TableName) WHERE "
                        + any)
                .usingMetrics(Map.of())
                .period(Alarms.PERIOD)
                .build();
    }

    private static MathExpression ofFunctions(IngestStack ingest, String metric) {
        return sumOf(ingest.functions(), metric);
    }

    private static MathExpression sumOf(List<IngestFunction> functions, String metric) {
        Map<String, IMetric> each = new LinkedHashMap<>();
        functions.forEach(function ->
                each.put(metric.toLowerCase(Locale.ROOT) + each.size(), ofFunction(function, metric, "Sum")));
        return sum(each);
    }

    private static IMetric ofFunction(IngestFunction function, String metric, String statistic) {
        return Alarms.metric(
                LAMBDA,
                metric,
                statistic,
                Map.of("FunctionName", function.function().getFunctionName()));
    }

    private static MathExpression sum(String one, IMetric metric, String other, IMetric otherMetric) {
        Map<String, IMetric> each = new LinkedHashMap<>();
        each.put(one, metric);
        each.put(other, otherMetric);
        return sum(each);
    }

    /**
     * In the order of the map, so that a template is the same whenever it is written. What nobody calls for a
     * minute says nothing of it, and counts as nothing.
     */
    private static MathExpression sum(Map<String, IMetric> each) {
        return MathExpression.Builder.create()
                .expression(each.keySet().stream()
                        .map(name -> "FILL(" + name + ", 0)")
                        .collect(Collectors.joining(" + ")))
                .usingMetrics(each)
                .period(Alarms.PERIOD)
                .build();
    }

    private void dashboard(Deployment deployment, IngestStack ingest) {
        Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(deployment.stackName("pipeline"))
                .widgets(List.of(
                        List.of(TextWidget.Builder.create()
                                .markdown("## " + deployment.stage()
                                        + ": speaker → ingest → stream → job → listener\nEach row is a part, in the order"
                                        + " in which the audio goes.")
                                .width(24)
                                .height(2)
                                .build()),
                        List.of(
                                graph(
                                        "Speakers and listeners",
                                        Alarms.metric(API, "ConnectCount", "Sum", webSocket),
                                        Alarms.metric(API, "MessageCount", "Sum", webSocket)),
                                graph(
                                        "A message in ingest, ms",
                                        ofFunction(ingest.functions().get(0), "Duration", "p50"),
                                        ofFunction(ingest.functions().get(0), "Duration", "p99")),
                                graph(
                                        "Errors in ingest",
                                        ofFunctions(ingest, "Errors"),
                                        ofFunctions(ingest, "Throttles"),
                                        Alarms.metric(API, "5xx", "Sum", http))),
                        List.of(
                                graph("Events on the stream", Alarms.metric(STREAM, "IncomingRecords", "Sum", stream)),
                                graph(
                                        "Read so late, ms",
                                        Alarms.metric(STREAM, "GetRecords.IteratorAgeMilliseconds", "Maximum", stream)),
                                graph(
                                        "Refused by the stream",
                                        Alarms.metric(STREAM, "WriteProvisionedThroughputExceeded", "Sum", stream))),
                        List.of(
                                graph(
                                        "The job: KPUs, restarts",
                                        Alarms.metric(JOB, "KPUs", "Maximum", job),
                                        Alarms.metric(JOB, "numRestarts", "Maximum", job)),
                                graph(
                                        "CPU and heap, %",
                                        Alarms.metric(JOB, "containerCPUUtilization", "Maximum", job),
                                        Alarms.metric(JOB, "heapMemoryUtilization", "Maximum", job)),
                                graph(
                                        "Checkpoints: ms, bytes",
                                        Alarms.metric(JOB, "lastCheckpointDuration", "Maximum", job),
                                        Alarms.metric(JOB, "lastCheckpointSize", "Maximum", job))),
                        List.of(
                                // A widget may ask one such question.
                                graph(
                                        "From spoken to told, half, ms",
                                        Alarms.ofJob(application, "MAX", "sinceSpokenP50Millis")),
                                graph(
                                        "From spoken to told, all but one in a hundred, ms",
                                        Alarms.ofJob(application, "MAX", "sinceSpokenP99Millis")),
                                graph("Given up", Alarms.growth(application, "deadLetters"))),
                        List.of(
                                graph("Talks that wait for Transcribe", Alarms.inAll(application, "waitingForStream")),
                                graph("Calls that wait for their turn", Alarms.inAll(application, "waitingForTurn")),
                                graph("Refused by services", Alarms.growth(application, "throttled")))))
                .build();
    }

    private static GraphWidget graph(String title, IMetric... metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(List.of(metrics))
                .width(8)
                .height(6)
                .build();
    }

    private void budget(Deployment deployment, Topic topic) {
        CfnBudget.SubscriberProperty told = CfnBudget.SubscriberProperty.builder()
                .subscriptionType("SNS")
                .address(topic.getTopicArn())
                .build();
        CfnBudget.Builder.create(this, "Budget")
                .budget(CfnBudget.BudgetDataProperty.builder()
                        .budgetName(deployment.stackName("budget"))
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(CfnBudget.SpendProperty.builder()
                                .amount(deployment.monthlyBudgetDollars())
                                .unit("USD")
                                .build())
                        .costFilters(Map.of("TagKeyValue", List.of("user:dragoman-stage$" + deployment.stage())))
                        .build())
                .notificationsWithSubscribers(
                        List.of(notification("ACTUAL", 80, told), notification("FORECASTED", 100, told)))
                .build();
    }

    private static CfnBudget.NotificationWithSubscribersProperty notification(
            String type, int percent, CfnBudget.SubscriberProperty told) {
        return CfnBudget.NotificationWithSubscribersProperty.builder()
                .notification(CfnBudget.NotificationProperty.builder()
                        .notificationType(type)
                        .comparisonOperator("GREATER_THAN")
                        .threshold(percent)
                        .thresholdType("PERCENTAGE")
                        .build())
                .subscribers(List.of(told))
                .build();
    }
}
