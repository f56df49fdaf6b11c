package dev.dragoman.cdk;

import dev.dragoman.protocol.TableLayout;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplicationCloudWatchLoggingOption;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.LogStream;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * The job on Managed Service for Apache Flink. An update takes a snapshot, restores it, and goes back by
 * itself to what ran before when the new one does not start. CloudFormation leaves a new application
 * stopped; {@code ./dragoman deploy} starts it.
 */
final class JobStack extends Part {

    /** What a failure costs: so much is read again from the stream. */
    private static final int CHECKPOINT_MILLIS = 10_000;

    private final String application;

    JobStack(
            Construct scope,
            Deployment deployment,
            StorageStack storage,
            TablesStack tables,
            StreamStack stream,
            IngestStack ingest) {
        super(scope, deployment, "job", "the stream job");
        application = deployment.stackName("job");
        Asset jar = Asset.Builder.create(this, "Jar")
                .path(deployment.jobJar().toString())
                .build();
        LogGroup logs = Logs.group(this, deployment, "job");
        LogStream logStream = LogStream.Builder.create(this, "LogStream")
                .logGroup(logs)
                .logStreamName("job")
                .build();
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("kinesisanalytics.amazonaws.com"))
                .inlinePolicies(Map.of(
                        "may",
                        PolicyDocument.Builder.create()
                                .statements(Stream.concat(
                                                may(storage, tables, stream, ingest).stream(), run(jar, logs).stream())
                                        .toList())
                                .build()))
                .build();
        Nag.accept(
                role,
                "AwsSolutions-IAM5",
                "Objects of many talks, connections of many listeners, services that know no finer resource:"
                        + " each has its reason beside it in JobStack");

        CfnApplication job = CfnApplication.Builder.create(this, "Application")
                .applicationName(application)
                .applicationDescription("Dragoman " + deployment.stage())
                .runtimeEnvironment("FLINK-2_3")
                .serviceExecutionRole(role.getRoleArn())
                .applicationConfiguration(configuration(
                        deployment,
                        jar,
                        JobProperties.of(
                                new JobProperties.Places(
                                        Aws.REGION,
                                        stream.events().getStreamArn(),
                                        storage.audio().getBucketName(),
                                        storage.records().getBucketName(),
                                        tables.of(TableLayout.CONNECTIONS).getTableName(),
                                        tables.of(TableLayout.INTERPRETATIONS).getTableName(),
                                        tables.of(TableLayout.SESSIONS).getTableName(),
                                        ingest.webSocket().connections()),
                                deployment)))
                .build();
        // The service looks at once whether the role may read the jar.
        job.getNode().addDependency(role);
        CfnApplicationCloudWatchLoggingOption logging = CfnApplicationCloudWatchLoggingOption.Builder.create(
                        this, "Logging")
                .applicationName(application)
                .cloudWatchLoggingOption(CfnApplicationCloudWatchLoggingOption.CloudWatchLoggingOptionProperty.builder()
                        .logStreamArn("arn:" + Aws.PARTITION + ":logs:" + Aws.REGION + ":" + Aws.ACCOUNT_ID
                                + ":log-group:" + logs.getLogGroupName() + ":log-stream:"
                                + logStream.getLogStreamName())
                        .build())
                .build();
        logging.getNode().addDependency(job);
        CfnOutput.Builder.create(this, "Job").value(application).build();
    }

    private static List<PolicyStatement> may(
            StorageStack storage, TablesStack tables, StreamStack stream, IngestStack ingest) {
        String audio = storage.audio().getBucketArn();
        String records = storage.records().getBucketArn();
        String connections = tables.of(TableLayout.CONNECTIONS).getTableArn();
        return List.of(
                Allow.to("kinesis:ListShards", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:PutRecord")
                        .on(stream.events().getStreamArn()),
                Allow.to("s3:GetObject").on(audio + "/sessions/*/chunks/*"),
                // Without it S3 says of a chunk that is not there that it is forbidden.
                Allow.to("s3:ListBucket").on(audio),
                // Read too: the links that listeners get are signed with this role.
                Allow.to("s3:PutObject", "s3:GetObject").on(audio + "/sessions/*/translated/*"),
                Allow.to(
                                "s3:GetObject",
                                "s3:PutObject",
                                "s3:DeleteObject",
                                "s3:AbortMultipartUpload",
                                "s3:ListMultipartUploadParts")
                        .on(
                                records + "/" + StorageStack.TRANSCRIPTS + "/*",
                                records + "/" + StorageStack.DEAD_LETTERS + "/*"),
                Allow.to("s3:ListBucket").on(records),
                Allow.to("dynamodb:Query").on(tables.indexOf(TableLayout.CONNECTIONS)),
                Allow.to("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
                        .on(connections),
                Allow.to("dynamodb:PutItem")
                        .on(tables.of(TableLayout.INTERPRETATIONS).getTableArn()),
                Allow.to("dynamodb:GetItem", "dynamodb:UpdateItem")
                        .on(tables.of(TableLayout.SESSIONS).getTableArn()),
                Allow.to("execute-api:ManageConnections").on(ingest.webSocket().connectionsArn()),
                Allow.to("transcribe:StartStreamTranscription").onEverythingBecause("Transcribe's streams have no ARN"),
                Allow.to("translate:TranslateText")
                        .onEverythingBecause("Terminologies are the speaker's to choose, by name"),
                Allow.to("polly:SynthesizeSpeech").onEverythingBecause("Polly knows lexicons alone, and none is used"));
    }

    private static List<PolicyStatement> run(Asset jar, LogGroup logs) {
        return List.of(
                Allow.to("s3:GetObject", "s3:GetObjectVersion")
                        .on(jar.getBucket().getBucketArn() + "/" + jar.getS3ObjectKey()),
                Allow.to("logs:PutLogEvents", "logs:DescribeLogStreams").on(logs.getLogGroupArn()),
                Allow.to("logs:DescribeLogGroups")
                        .on("arn:" + Aws.PARTITION + ":logs:" + Aws.REGION + ":" + Aws.ACCOUNT_ID + ":log-group:*"));
    }

    private static CfnApplication.ApplicationConfigurationProperty configuration(
            Deployment deployment, Asset jar, Map<String, Map<String, String>> groups) {
        return CfnApplication.ApplicationConfigurationProperty.builder()
                .applicationCodeConfiguration(CfnApplication.ApplicationCodeConfigurationProperty.builder()
                        .codeContentType("ZIPFILE")
                        .codeContent(CfnApplication.CodeContentProperty.builder()
                                .s3ContentLocation(CfnApplication.S3ContentLocationProperty.builder()
                                        .bucketArn(jar.getBucket().getBucketArn())
                                        .fileKey(jar.getS3ObjectKey())
                                        .build())
                                .build())
                        .build())
                .environmentProperties(CfnApplication.EnvironmentPropertiesProperty.builder()
                        .propertyGroups(groups.entrySet().stream()
                                .map(group -> CfnApplication.PropertyGroupProperty.builder()
                                        .propertyGroupId(group.getKey())
                                        .propertyMap(group.getValue())
                                        .build())
                                .toList())
                        .build())
                .flinkApplicationConfiguration(CfnApplication.FlinkApplicationConfigurationProperty.builder()
                        .checkpointConfiguration(CfnApplication.CheckpointConfigurationProperty.builder()
                                .configurationType("CUSTOM")
                                .checkpointingEnabled(true)
                                .checkpointInterval(CHECKPOINT_MILLIS)
                                .minPauseBetweenCheckpoints(CHECKPOINT_MILLIS / 2)
                                .build())
                        .parallelismConfiguration(CfnApplication.ParallelismConfigurationProperty.builder()
                                .configurationType("CUSTOM")
                                .parallelism(deployment.kpus())
                                // One: a decoder wants a CPU, and Transcribe's streams want its memory.
                                .parallelismPerKpu(1)
                                .autoScalingEnabled(true)
                                .build())
                        .monitoringConfiguration(CfnApplication.MonitoringConfigurationProperty.builder()
                                .configurationType("CUSTOM")
                                .logLevel("INFO")
                                .metricsLevel("OPERATOR")
                                .build())
                        .build())
                .applicationSnapshotConfiguration(CfnApplication.ApplicationSnapshotConfigurationProperty.builder()
                        .snapshotsEnabled(true)
                        .build())
                .applicationSystemRollbackConfiguration(
                        CfnApplication.ApplicationSystemRollbackConfigurationProperty.builder()
                                .rollbackEnabled(true)
                                .build())
                .build();
    }

    /** Its name, by which it is started and measured. */
    String application() {
        return application;
    }
}
