package dev.dragoman.local.system;

import dev.dragoman.client.TokenSource;
import dev.dragoman.ingest.Authorizer;
import dev.dragoman.ingest.HttpAuthorizer;
import dev.dragoman.ingest.HttpHandler;
import dev.dragoman.ingest.IngestConfiguration;
import dev.dragoman.ingest.IngestHandler;
import dev.dragoman.ingest.Limits;
import dev.dragoman.ingest.SignIn;
import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.deliver.DynamoDbListenerDirectory;
import dev.dragoman.job.deliver.ListenerDirectory;
import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.local.faults.Faults;
import dev.dragoman.local.gateway.Functions;
import dev.dragoman.local.gateway.GatewaySettings;
import dev.dragoman.local.gateway.WebSocketGateway;
import dev.dragoman.local.issuer.IssuerPages;
import dev.dragoman.local.issuer.LocalIssuer;
import dev.dragoman.local.kinesis.LocalKinesis;
import dev.dragoman.local.pages.WebPages;
import dev.dragoman.local.polly.LocalPolly;
import dev.dragoman.local.s3.LocalS3;
import dev.dragoman.local.transcribe.LocalTranscribe;
import dev.dragoman.local.transcribe.TranscribeOptions;
import dev.dragoman.local.translate.LocalTranslate;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.Languages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Dragoman on one machine, on the loopback alone. What it stores lies in a temporary folder and goes
 * with it. Started whole or not at all; closed in the opposite order.
 */
public final class LocalSystem implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(LocalSystem.class);

    static final String REGION = "us-east-1";
    static final String BUCKET = "dragoman";
    static final String STREAM = "dragoman";
    private static final String STARTED = "started";
    private static final int SHARDS = 2;
    private static final int PARALLELISM = 2;

    /** More than the job needs: it can be restored with another parallelism, or lose a process. */
    private static final int SLOTS = 4;

    /** What PocketSphinx recognises with the model that is installed. */
    private static final List<String> LOCAL_SOURCES = List.of("en");

    /** What Apertium translates English to. */
    private static final List<String> LOCAL_TARGETS = List.of("en", "es", "ca", "gl", "pt", "fr", "it");

    /** Who recognises, translates and speaks. */
    public enum Speech {
        /** PocketSphinx, Apertium and espeak-ng, behind the services' protocols. */
        LOCAL,
        /** Amazon Transcribe, Translate and Polly, with the credentials and the region of the environment. */
        AWS
    }

    /**
     * Engines that somebody else has started on this machine, behind the services' protocols.
     *
     * @param transcribe where recognition is
     * @param translate where translation is
     * @param polly where speech is
     */
    public record Engines(URI transcribe, URI translate, URI polly) {}

    /**
     * A property of the job that is not as usual.
     *
     * @param group for example {@code Batch}
     * @param key for example {@code batch.duration.millis}
     */
    public record Property(String group, String key, String value) {}

    /**
     * How it is started.
     *
     * @param port the WebSocket's; 0 for any free one
     * @param dashboardPort the Flink dashboard's; 0 for any free one
     * @param speech who recognises, translates and speaks
     * @param faults what goes wrong on purpose, for tests
     * @param taskManagers processes that the job runs in; 0 runs it in this one
     * @param engines others than {@code speech} says, or null
     * @param properties of the job, where they are not as usual
     * @param limits how much of anything is too much
     */
    public record Settings(
            int port,
            int dashboardPort,
            Speech speech,
            Faults faults,
            int taskManagers,
            @Nullable Engines engines,
            List<Property> properties,
            Limits limits) {

        /** With the local engines, nothing going wrong, and the job in this process. */
        public static Settings onPorts(int port, int dashboardPort) {
            return new Settings(port, dashboardPort, Speech.LOCAL, Faults.NONE, 0, null, List.of(), Limits.defaults());
        }

        /** On any free ports. */
        public static Settings onFreePorts() {
            return onPorts(0, 0);
        }

        /** The same with other engines. */
        public Settings with(Speech other) {
            return new Settings(port, dashboardPort, other, faults, taskManagers, engines, properties, limits);
        }

        /** The same with faults. */
        public Settings with(Faults other) {
            return new Settings(port, dashboardPort, speech, other, taskManagers, engines, properties, limits);
        }

        /** The same with the job in so many processes of its own. */
        public Settings withTaskManagers(int other) {
            return new Settings(port, dashboardPort, speech, faults, other, engines, properties, limits);
        }

        /** The same with engines that are there already. */
        public Settings with(Engines others) {
            return new Settings(port, dashboardPort, speech, faults, taskManagers, others, properties, limits);
        }

        /** The same with other limits. */
        public Settings with(Limits others) {
            return new Settings(port, dashboardPort, speech, faults, taskManagers, engines, properties, others);
        }

        /** The same with other properties of the job. */
        public Settings with(List<Property> others) {
            return new Settings(
                    port, dashboardPort, speech, faults, taskManagers, engines, List.copyOf(others), limits);
        }
    }

    /** Where the parts are that data lies in. */
    record Endpoints(URI s3, URI kinesis, URI dynamoDb) {}

    /** Tells the job's properties, those that are not as they were. */
    private interface PropertiesWriter {
        void accept(List<Property> more) throws IOException;
    }

    private final Parts parts = new Parts();
    private final Settings settings;
    private URI webSocket = URI.create("ws://localhost");
    private URI dashboard = URI.create("http://localhost");
    private volatile @Nullable LocalTranscribe transcribe;
    private final AtomicInteger speakers = new AtomicInteger();
    private volatile @Nullable LocalIssuer issuer;
    private @Nullable JobCluster job;
    private @Nullable Endpoints endpoints;
    private @Nullable PropertiesWriter writeProperties;

    private LocalSystem(Settings settings) {
        this.settings = settings;
    }

    /**
     * Starts everything and waits until it is ready.
     *
     * @throws Exception saying which part could not be started and why; then nothing is left running
     */
    public static LocalSystem start(Settings settings) throws Exception {
        LocalSystem system = new LocalSystem(settings);
        try {
            system.startAll();
            return system;
        } catch (Exception e) {
            system.close();
            throw e;
        }
    }

    private void startAll() throws Exception {
        requireOwnName();
        requireFree(settings.port(), "--port");
        requireFree(settings.dashboardPort(), "--dashboard-port");
        AwsCredentials credentials = credentials();
        Path folder = Files.createTempDirectory("dragoman");
        // Also when the process is ended by a signal, while its parts still run.
        Thread atExit = new Thread(() -> deleteQuietly(folder));
        Runtime.getRuntime().addShutdownHook(atExit);
        AutoCloseable unused = parts.add(() -> {
            deleteAll(folder);
            forget(atExit);
        });

        // The engines take the longest: they start beside everything else.
        CompletableFuture<SpeechEndpoints> starting = CompletableFuture.supplyAsync(this::startSpeech);
        LocalS3 s3 = parts.add(LocalS3.start(
                LocalS3.Settings.inMemory(credentials.accessKeyId(), credentials.secretAccessKey(), BUCKET)
                        .inDirectory(folder.resolve("s3"))
                        .withFaults(settings.faults())));
        LocalKinesis kinesis = parts.add(LocalKinesis.start(
                LocalKinesis.Settings.defaults().withStream(STREAM, SHARDS).withFaults(settings.faults())));
        LocalDynamoDb dynamoDb = parts.add(LocalDynamoDb.start());

        IngestConfiguration ingest = new IngestConfiguration(
                REGION,
                BUCKET,
                STREAM,
                new IngestConfiguration.TableNames(
                        Tables.DEFAULT.sessions(),
                        Tables.DEFAULT.connections(),
                        Tables.DEFAULT.limits(),
                        Tables.DEFAULT.interpretations()),
                settings.speech() == Speech.AWS ? Languages.SOURCES : LOCAL_SOURCES,
                settings.speech() == Speech.AWS ? Languages.TARGETS : LOCAL_TARGETS,
                // Nothing of it outlives the process.
                UUID.randomUUID().toString(),
                settings.limits(),
                new IngestConfiguration.Endpoints(s3.endpoint(), null, kinesis.endpoint(), dynamoDb.endpoint()),
                null);
        WebSocketGateway gateway = parts.add(
                WebSocketGateway.bind(GatewaySettings.onPort(settings.port()).withFaults(settings.faults())));
        webSocket = gateway.webSocket();
        serve(gateway, ingest);

        SpeechEndpoints speech = starting.join();
        Path properties = folder.resolve("application_properties.json");
        JobProperties groups = jobProperties(s3, kinesis, dynamoDb, gateway, speech);
        endpoints = new Endpoints(s3.endpoint(), kinesis.endpoint(), dynamoDb.endpoint());
        writeProperties = more -> {
            more.forEach(it -> groups.set(it.group(), it.key(), it.value()));
            groups.writeTo(properties);
        };
        writeProperties.accept(settings.properties());
        Configuration flink = FlinkSettings.of(folder, settings.dashboardPort(), flinkS3(s3, credentials));
        JobCluster started = parts.add(JobCluster.start(flinkHost(flink, folder), flink, properties, PARALLELISM));
        job = started;
        dashboard = started.dashboard();
    }

    private void serve(WebSocketGateway gateway, IngestConfiguration ingest) {
        LocalIssuer signs = new LocalIssuer(URI.create(gateway.endpoint() + "/issuer"), Clock.systemUTC());
        issuer = signs;
        SignIn signIn = new SignIn(signs.issuer(), signs.keys(), LocalIssuer.CLIENT_ID);
        gateway.serve(
                ClientMessage.actions(),
                new Functions(
                        Authorizer.create(signIn),
                        IngestHandler.create(ingest),
                        HttpAuthorizer.create(signIn),
                        HttpHandler.create(ingest)),
                Stream.concat(Stream.of(new IssuerPages(signs)), WebPages.built().stream())
                        .toArray(Handler[]::new));
    }

    private FlinkHost flinkHost(Configuration flink, Path folder) throws Exception {
        if (settings.taskManagers() == 0) {
            return parts.add(InProcessCluster.start(flink, SLOTS));
        }
        return parts.add(ProcessCluster.start(
                flink,
                folder.resolve("flink"),
                ProcessCluster.Installation.ofThisProcess(),
                settings.taskManagers(),
                SLOTS));
    }

    /**
     * Stops the job with a savepoint and goes on from it.
     *
     * @param parallelism subtasks of each stage from then on; 1 to 4
     */
    public void restartJob(int parallelism) throws Exception {
        if (job != null) {
            job.restart(parallelism);
        }
    }

    /** Stops the job; what it knew is gone unless there is a savepoint of it. */
    void stopJob() throws Exception {
        Objects.requireNonNull(job, STARTED).stop();
    }

    /**
     * Starts the stopped job.
     *
     * @param more properties that are not as they were
     * @param savepoint its folder; null begins with nothing
     */
    void startJob(List<Property> more, @Nullable Path savepoint) throws Exception {
        Objects.requireNonNull(writeProperties, STARTED).accept(more);
        Objects.requireNonNull(job, STARTED).start(PARALLELISM, savepoint);
    }

    /** Takes a savepoint of the running job; the folder that it lies in. */
    Path savepoint() throws Exception {
        return Objects.requireNonNull(job, STARTED).savepoint();
    }

    /** Where what the job reads is put. */
    Endpoints endpoints() {
        return Objects.requireNonNull(endpoints, STARTED);
    }

    /** Before anything is started, for the ports are opened last. */
    private static void requireFree(int port, String option) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (BindException e) {
            throw new IOException(
                    "port " + port + " on this machine is taken; is a system running already? Choose another with "
                            + option,
                    e);
        }
    }

    /** Flink asks for it and says too little when there is no answer. */
    private static void requireOwnName() throws UnknownHostException {
        try {
            var unused = InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            throw new UnknownHostException("this machine can't resolve its own name (" + e.getMessage()
                    + "); a line \"127.0.1.1 NAME\" in /etc/hosts makes it known");
        }
    }

    /** Signs speakers in. */
    public LocalIssuer issuer() {
        return Objects.requireNonNull(issuer, STARTED);
    }

    /** A speaker who signs in anew for each connection. */
    public TokenSource speaker(String name) {
        return () -> CompletableFuture.completedFuture(Optional.of(issuer().token(name)));
    }

    /** A speaker whom nobody has seen before: one user may create only so many sessions in an hour. */
    public TokenSource newSpeaker() {
        return speaker("speaker-" + speakers.incrementAndGet());
    }

    /** Where clients connect. */
    public URI webSocket() {
        return webSocket;
    }

    /** Where the Flink dashboard is. */
    public URI dashboard() {
        return dashboard;
    }

    /** The ids of the connections that listen to a session in a language. */
    public List<String> connections(String sessionId, String language) throws Exception {
        try (ListenerDirectory directory = DynamoDbListenerDirectory.at(
                        new AwsEndpoint(REGION, endpoints().dynamoDb()), Tables.DEFAULT.connections())
                .create()) {
            return directory.connections(sessionId, language).join();
        }
    }

    /** How many streams are open at the local recognition. */
    public int openStreams() {
        return transcribe == null ? 0 : transcribe.openStreams();
    }

    /** How much state the job keeps, in bytes. */
    public long stateBytes() throws Exception {
        return job == null ? 0 : job.stateBytes();
    }

    /** Where dead letters go. */
    public String deadLetters() {
        return "s3://" + BUCKET + "/dead-letters";
    }

    /** Stops everything, the last started first; goes on when a part fails to stop. */
    @Override
    public void close() {
        parts.close();
    }

    /** Where Transcribe, Translate and Polly are, in this order; empty for AWS's own. */
    private record SpeechEndpoints(List<URI> endpoints) {}

    private SpeechEndpoints startSpeech() {
        Engines engines = settings.engines();
        if (engines != null) {
            return new SpeechEndpoints(List.of(engines.transcribe(), engines.translate(), engines.polly()));
        }
        if (settings.speech() == Speech.AWS) {
            return new SpeechEndpoints(List.of());
        }
        LocalTranscribe recognition =
                parts.add(LocalTranscribe.start(TranscribeOptions.defaults().withFaults(settings.faults())));
        transcribe = recognition;
        LocalTranslate translate =
                parts.add(LocalTranslate.start(LocalTranslate.Options.defaults().withFaults(settings.faults())));
        LocalPolly polly =
                parts.add(LocalPolly.start(LocalPolly.Options.defaults().withFaults(settings.faults())));
        return new SpeechEndpoints(List.of(recognition.endpoint(), translate.endpoint(), polly.endpoint()));
    }

    private static JobProperties jobProperties(
            LocalS3 s3,
            LocalKinesis kinesis,
            LocalDynamoDb dynamoDb,
            WebSocketGateway gateway,
            SpeechEndpoints speech) {
        JobProperties properties = new JobProperties()
                .set("Source", "stream.arn", "arn:aws:kinesis:" + REGION + ":000000000000:stream/" + STREAM)
                .set("Source", "aws.endpoint", kinesis.endpoint())
                .set("Source", "poll.millis", 0)
                .set("Chunks", "aws.endpoint", s3.endpoint())
                .set("Deliver", "bucket", BUCKET)
                .set("Deliver", "s3.endpoint", s3.endpoint())
                .set("Deliver", "connections.table", Tables.DEFAULT.connections())
                .set("Deliver", "sessions.table", Tables.DEFAULT.sessions())
                .set("Deliver", "interpretations.table", Tables.DEFAULT.interpretations())
                .set("Deliver", "dynamodb.endpoint", dynamoDb.endpoint())
                .set("Deliver", "gateway.endpoint", gateway.endpoint())
                .set("Transcripts", "folder", "s3://" + BUCKET + "/transcripts")
                .set("DeadLetters", "folder", "s3://" + BUCKET + "/dead-letters");
        List<String> groups = List.of("Transcribe", "Translate", "Synthesize");
        for (int i = 0; i < groups.size(); i++) {
            if (speech.endpoints().isEmpty()) {
                properties.set(groups.get(i), "aws.region", awsRegion());
            } else {
                properties.set(groups.get(i), "aws.endpoint", speech.endpoints().get(i));
            }
        }
        return properties;
    }

    private static Configuration flinkS3(LocalS3 s3, AwsCredentials credentials) {
        Configuration configuration = new Configuration();
        configuration.setString("s3.endpoint", s3.endpoint().toString());
        configuration.setString("s3.path.style.access", "true");
        configuration.setString("s3.access-key", credentials.accessKeyId());
        configuration.setString("s3.secret-key", credentials.secretAccessKey());
        configuration.setString("s3.endpoint.region", REGION);
        return configuration;
    }

    /**
     * The SDK's clients here sign with what its default chain finds, and the local endpoints take just
     * that. Without any account there is nothing to find: then a made-up key is put where the chain
     * looks first.
     */
    private AwsCredentials credentials() {
        if (settings.speech() == Speech.AWS) {
            try (DefaultCredentialsProvider provider =
                    DefaultCredentialsProvider.builder().build()) {
                return provider.resolveCredentials();
            }
        }
        AwsBasicCredentials local = AwsBasicCredentials.create("local", "local-secret");
        System.setProperty("aws.accessKeyId", local.accessKeyId());
        System.setProperty("aws.secretAccessKey", local.secretAccessKey());
        return local;
    }

    private static String awsRegion() {
        String region = System.getenv("AWS_REGION");
        return region == null || region.isBlank() ? REGION : region;
    }

    private static void forget(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending");
        }
    }

    private static void deleteQuietly(Path folder) {
        try {
            deleteAll(folder);
        } catch (IOException | UncheckedIOException e) {
            // Flink deletes there, too.
            LOG.debug("something is left in {}", folder, e);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
