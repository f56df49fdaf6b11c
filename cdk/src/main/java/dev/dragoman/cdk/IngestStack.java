package dev.dragoman.cdk;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.dragoman.ingest.Authorizer;
import dev.dragoman.ingest.HttpAuthorizer;
import dev.dragoman.ingest.HttpHandler;
import dev.dragoman.ingest.IngestHandler;
import dev.dragoman.protocol.TableLayout;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/** What clients talk to: both APIs, the functions behind them, and the sign-in. */
final class IngestStack extends Part {

    private final WebSocketEndpoint webSocket;
    private final HttpEndpoint http;
    private final SignInPool signIn;
    private final List<IngestFunction> functions;

    IngestStack(
            Construct scope,
            Deployment deployment,
            StorageStack storage,
            TablesStack tables,
            StreamStack stream,
            String pageOrigin) {
        super(scope, deployment, "ingest", "what clients talk to");
        signIn = new SignInPool(this, "SignIn", deployment, pageOrigin);
        Map<String, String> places = Map.of(
                "DRAGOMAN_BUCKET", storage.audio().getBucketName(),
                "DRAGOMAN_STREAM", stream.events().getStreamName(),
                "DRAGOMAN_SESSIONS_TABLE", tables.of(TableLayout.SESSIONS).getTableName(),
                "DRAGOMAN_CONNECTIONS_TABLE", tables.of(TableLayout.CONNECTIONS).getTableName(),
                "DRAGOMAN_LIMITS_TABLE", tables.of(TableLayout.LIMITS).getTableName(),
                "DRAGOMAN_INTERPRETATIONS_TABLE",
                        tables.of(TableLayout.INTERPRETATIONS).getTableName(),
                "DRAGOMAN_SECRET", secret().getSecretValue().unsafeUnwrap());

        String sessions = tables.of(TableLayout.SESSIONS).getTableArn();
        String connections = tables.of(TableLayout.CONNECTIONS).getTableArn();
        String objects = storage.audio().getBucketArn() + "/sessions/*/";
        PolicyStatement count = Allow.to("dynamodb:GetItem", "dynamodb:UpdateItem")
                .on(tables.of(TableLayout.LIMITS).getTableArn());
        PolicyStatement writeSessions = Allow.to("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
                .on(sessions);

        PolicyStatement list = Allow.to("s3:ListBucket").on(storage.audio().getBucketArn());
        list.addCondition("StringLike", Map.of("s3:prefix", "sessions/*/chunks/"));
        IngestFunction messages = new IngestFunction(
                this,
                "Messages",
                deployment,
                "web-socket",
                IngestHandler.class,
                places,
                List.of(
                        Allow.to("s3:PutObject").on(objects + "chunks/*"),
                        list,
                        Allow.to("kinesis:PutRecord", "kinesis:PutRecords")
                                .on(stream.events().getStreamArn()),
                        writeSessions,
                        Allow.to("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
                                .on(connections),
                        Allow.to("dynamodb:Query").on(tables.indexOf(TableLayout.CONNECTIONS)),
                        count));
        IngestFunction requests = new IngestFunction(
                this,
                "Requests",
                deployment,
                "http",
                HttpHandler.class,
                places,
                List.of(
                        // Links to speech are signed with this role.
                        Allow.to("s3:GetObject").on(objects + "translated/*"),
                        Allow.to("kinesis:PutRecord").on(stream.events().getStreamArn()),
                        writeSessions,
                        Allow.to("dynamodb:GetItem").on(connections),
                        Allow.to("dynamodb:Query")
                                .on(tables.of(TableLayout.INTERPRETATIONS).getTableArn()),
                        count));
        IngestFunction connect = authorizer("Connect", deployment, "web-socket-authorizer", Authorizer.class);
        IngestFunction request = authorizer("Request", deployment, "http-authorizer", HttpAuthorizer.class);
        functions = List.of(messages, requests, connect, request);
        for (IngestFunction function : List.of(messages, requests)) {
            Nag.acceptWildcard(
                    function, "/^Resource::.*sessions\\/\\*\\/(chunks|translated)\\/\\*$/g", "One talk's objects each");
        }

        webSocket = new WebSocketEndpoint(this, "WebSocket", deployment, messages, connect);
        http = new HttpEndpoint(this, "Http", deployment, requests, request);
        output("WebSocketAddress", webSocket.address());
        output("HttpAddress", http.address());
        output("SignInAddress", signIn.address());
        output("SignInClient", signIn.clientId());
    }

    private IngestFunction authorizer(
            String id, Deployment deployment, String name, Class<? extends RequestHandler<?, ?>> handler) {
        return new IngestFunction(this, id, deployment, name, handler, signIn.environment(), List.of());
    }

    /** What addresses and users are hashed with; nobody has to know it. */
    private Secret secret() {
        Secret secret = Secret.Builder.create(this, "Secret")
                .description("What addresses and users are hashed with before they are counted")
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(48)
                        .excludePunctuation(true)
                        .build())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Nag.accept(
                secret,
                "AwsSolutions-SMG4",
                "It opens nothing: another one would only make the counts of the last hour begin again");
        return secret;
    }

    private void output(String name, String value) {
        CfnOutput.Builder.create(this, name).value(value).build();
    }

    /** Speakers and listeners. */
    WebSocketEndpoint webSocket() {
        return webSocket;
    }

    /** Pages and scripts. */
    HttpEndpoint http() {
        return http;
    }

    /** Those that say who comes in. */
    List<IngestFunction> authorizers() {
        return functions.subList(2, 4);
    }

    /** All functions, that of the messages first. */
    List<IngestFunction> functions() {
        return functions;
    }
}
