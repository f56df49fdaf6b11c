package dev.dragoman.local.system;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import com.amazonaws.services.lambda.runtime.events.SimpleIAMPolicyResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.client.TokenSource;
import dev.dragoman.ingest.Authorizer;
import dev.dragoman.ingest.HttpAuthorizer;
import dev.dragoman.ingest.HttpHandler;
import dev.dragoman.ingest.IngestHandler;
import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.local.gateway.Functions;
import dev.dragoman.local.gateway.GatewaySettings;
import dev.dragoman.local.gateway.WebSocketGateway;
import dev.dragoman.local.issuer.IssuerPages;
import dev.dragoman.local.issuer.LocalIssuer;
import dev.dragoman.local.kinesis.LocalKinesis;
import dev.dragoman.local.polly.LocalPolly;
import dev.dragoman.local.s3.LocalS3;
import dev.dragoman.local.transcribe.LocalTranscribe;
import dev.dragoman.local.transcribe.TranscribeOptions;
import dev.dragoman.local.translate.LocalTranslate;
import dev.dragoman.protocol.ClientMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestOptions;
import org.awaitility.Awaitility;

/**
 * What would be deployed, with the settings of the templates: the application's jar on a Flink cluster of
 * separate processes, submitted as an operator does it, and the functions' jar behind the gateway in
 * processes of its own. AWS's services are those of this machine; here alone stands what takes the place
 * of what.
 */
final class DeployedSystem implements AutoCloseable {

    static final Path JOB =
            Path.of("../flink-job/target/flink-job-application.jar").toAbsolutePath();
    static final Path FUNCTION =
            Path.of("../ingest-lambda/target/ingest-lambda-function.jar").toAbsolutePath();

    private static final String REGION = "us-east-1";
    private static final String AUDIO = "audio";
    private static final String RECORDS = "records";
    private static final String STREAM = "events";
    private static final int SHARDS = 2;
    private static final int TASK_MANAGERS = 2;

    /** So many run at once where there is more than one, so that calls of a connection meet different ones. */
    private static final int INSTANCES = 2;

    private static final Map<String, String> CREDENTIALS =
            Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local-secret");

    private final Parts parts = new Parts();
    private final LocalS3 s3;
    private final LocalKinesis kinesis;
    private final LocalDynamoDb dynamoDb;
    private final WebSocketGateway gateway;
    private final LocalIssuer issuer;
    private final HandedOver handedOver;
    private final ProcessCluster cluster;

    private DeployedSystem(Path folder) throws Exception {
        try {
            s3 = parts.add(LocalS3.start(LocalS3.Settings.inMemory("local", "local-secret", AUDIO, RECORDS)
                    .inDirectory(folder.resolve("s3"))));
            kinesis = parts.add(
                    LocalKinesis.start(LocalKinesis.Settings.defaults().withStream(STREAM, SHARDS)));
            dynamoDb = parts.add(LocalDynamoDb.start());
            gateway = parts.add(WebSocketGateway.bind(GatewaySettings.onPort(0)));
            issuer = new LocalIssuer(URI.create(gateway.endpoint() + "/issuer"), Clock.systemUTC());
            handedOver = new HandedOver(places());
            FlinkInstallation installation = FlinkInstallation.in(folder.resolve("flink/home"), CREDENTIALS);
            // Processes take the longest to start: all of them at once.
            CompletableFuture<Void> serving = CompletableFuture.runAsync(
                    () -> serve(LambdaArtefact.unpacked(FUNCTION, folder.resolve("functions"))));
            cluster = startFlink(installation, folder.resolve("flink"));
            startJob(installation, folder.resolve("flink"));
            serving.join();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything and waits until all of the job runs.
     *
     * @param folder for everything that is stored, and for logs
     */
    static DeployedSystem start(Path folder) throws Exception {
        return new DeployedSystem(folder);
    }

    /** What stands here for what the templates leave to CloudFormation. */
    private Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put(
                "https://<ingest/WebSocketApi>.execute-api.${Region}.${URLSuffix}/live",
                gateway.endpoint().toString());
        places.put(
                "https://cognito-idp.${Region}.amazonaws.com/<ingest/SignInPool>",
                issuer.issuer().toString());
        places.put("<ingest/SignInPage>", LocalIssuer.CLIENT_ID);
        places.put("{{resolve:secretsmanager:<ingest/Secret>:SecretString:::}}", "known to nobody else");
        places.put("${Region}", REGION);
        places.put("<stream/Events.Arn>", "arn:aws:kinesis:" + REGION + ":000000000000:stream/" + STREAM);
        places.put("<stream/Events>", STREAM);
        places.put("<storage/Audio>", AUDIO);
        places.put("<storage/Records>", RECORDS);
        places.put("<tables/Sessions>", Tables.DEFAULT.sessions());
        places.put("<tables/Connections>", Tables.DEFAULT.connections());
        places.put("<tables/Limits>", Tables.DEFAULT.limits());
        places.put("<tables/Interpretations>", Tables.DEFAULT.interpretations());
        return places;
    }

    /** Where AWS's services are for the job. */
    private JobProperties jobProperties() {
        return handedOver
                .jobProperties()
                .set("Source", "aws.endpoint", kinesis.endpoint())
                .set("Chunks", "aws.endpoint", s3.endpoint())
                .set(
                        "Transcribe",
                        "aws.endpoint",
                        parts.add(LocalTranscribe.start(TranscribeOptions.defaults()))
                                .endpoint())
                .set(
                        "Translate",
                        "aws.endpoint",
                        parts.add(LocalTranslate.start(LocalTranslate.Options.defaults()))
                                .endpoint())
                .set(
                        "Synthesize",
                        "aws.endpoint",
                        parts.add(LocalPolly.start(LocalPolly.Options.defaults()))
                                .endpoint())
                .set("Deliver", "s3.endpoint", s3.endpoint())
                .set("Deliver", "dynamodb.endpoint", dynamoDb.endpoint());
    }

    /** Where AWS's services are for the functions, and what Lambda adds by itself. */
    private Map<String, String> environment(Map<String, String> own) {
        Map<String, String> environment = new HashMap<>(own);
        environment.putAll(CREDENTIALS);
        environment.put("AWS_REGION", REGION);
        environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_KINESIS", kinesis.endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
        return environment;
    }

    /** Where Flink's own S3 file system finds S3, and with what it keeps the job's state there. */
    private Configuration flink(Path folder) {
        Configuration s3Files = new Configuration();
        s3Files.setString("s3.endpoint", s3.endpoint().toString());
        s3Files.setString("s3.path.style.access", "true");
        s3Files.setString("s3.endpoint.region", REGION);
        Configuration flink = FlinkSettings.of(folder, 0, s3Files);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, handedOver.checkpointInterval());
        flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "s3://" + RECORDS + "/checkpoints");
        flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, "s3://" + RECORDS + "/savepoints");
        // As Managed Service for Apache Flink has it: a program that sets more than this is refused.
        flink.set(DeploymentOptions.PROGRAM_CONFIG_ENABLED, false);
        flink.set(DeploymentOptions.PROGRAM_CONFIG_WILDCARDS, List.of("pipeline.generic-types"));
        return flink;
    }

    private ProcessCluster startFlink(FlinkInstallation installation, Path folder) throws Exception {
        return parts.add(ProcessCluster.start(
                flink(folder), folder, installation.processes(), TASK_MANAGERS, handedOver.parallelism()));
    }

    private void startJob(FlinkInstallation installation, Path folder) throws Exception {
        Path properties = folder.resolve("properties.json");
        jobProperties().writeTo(properties);
        JobID job = installation.run(cluster.configuration(), handedOver.parallelism(), JOB, properties);
        Configuration rest = new Configuration();
        rest.set(RestOptions.ADDRESS, cluster.rest().getHost());
        rest.set(RestOptions.PORT, cluster.rest().getPort());
        try (RestClusterClient<StandaloneClusterId> client =
                new RestClusterClient<>(rest, StandaloneClusterId.getInstance())) {
            Awaitility.await("all tasks of the job run")
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            JobCluster.allTasksRun(client.getJobDetails(job).get()));
        }
    }

    /** The functions as API Gateway calls them: each event is JSON on its way to one, and each answer from it. */
    private void serve(LambdaArtefact artefact) {
        LambdaFunction authorizer = function(artefact, Authorizer.class, 1);
        LambdaFunction messages = function(artefact, IngestHandler.class, INSTANCES);
        LambdaFunction httpAuthorizer = function(artefact, HttpAuthorizer.class, 1);
        LambdaFunction requests = function(artefact, HttpHandler.class, 1);
        gateway.serve(
                ClientMessage.actions(),
                new Functions(
                        authorizer.calledWith(DeployedSystem::policy),
                        messages.calledWith(APIGatewayV2WebSocketResponse.class),
                        httpAuthorizer.calledWith(SimpleIAMPolicyResponse.class),
                        requests.calledWith(APIGatewayV2HTTPResponse.class)),
                new IssuerPages(issuer));
    }

    private LambdaFunction function(LambdaArtefact artefact, Class<?> handler, int instances) {
        HandedOver.Function settings = handedOver.function(handler);
        return parts.add(
                LambdaFunction.start(artefact, handler, settings, environment(settings.environment()), instances));
    }

    /** The event library reads its own policies only from its builder. */
    private static IamPolicyResponse policy(JsonNode answer) {
        List<IamPolicyResponse.Statement> statements = new ArrayList<>();
        for (JsonNode statement : answer.at("/policyDocument/Statement")) {
            statements.add(IamPolicyResponse.Statement.builder()
                    .withEffect(statement.path("Effect").asText())
                    .withAction(statement.path("Action").asText())
                    .withResource(List.of(statement.at("/Resource/0").asText()))
                    .build());
        }
        Map<String, Object> context = new HashMap<>();
        answer.path("context")
                .properties()
                .forEach(it -> context.put(it.getKey(), it.getValue().asText()));
        return IamPolicyResponse.builder()
                .withPrincipalId(answer.path("principalId").asText())
                .withPolicyDocument(IamPolicyResponse.PolicyDocument.builder()
                        .withVersion(IamPolicyResponse.VERSION_2012_10_17)
                        .withStatement(statements)
                        .build())
                .withContext(context)
                .build();
    }

    /** Kills one of the job's processes as {@code kill -9} does, and starts another in its place. */
    void killTaskManager() throws Exception {
        cluster.killTaskManager();
        cluster.addTaskManager();
    }

    /** Where clients connect. */
    URI webSocket() {
        return gateway.webSocket();
    }

    /** Where pages and scripts ask. */
    URI http() {
        return gateway.endpoint();
    }

    /** A speaker who signs in anew for each connection. */
    TokenSource speaker(String name) {
        return () -> CompletableFuture.completedFuture(Optional.of(issuer.token(name)));
    }

    /** Stops everything, the last started first; goes on when a part fails to stop. */
    @Override
    public void close() {
        parts.close();
    }
}
