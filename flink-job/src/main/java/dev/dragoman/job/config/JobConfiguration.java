package dev.dragoman.job.config;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.batch.BatchSettings;
import dev.dragoman.job.chunk.FetchSettings;
import dev.dragoman.job.deliver.LanguagesSettings;
import dev.dragoman.job.deliver.NotifySettings;
import dev.dragoman.job.deliver.OrderSettings;
import dev.dragoman.job.deliver.StoreSettings;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions.InitialPosition;
import dev.dragoman.job.service.RateSettings;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.synthesize.SynthesizeSettings;
import dev.dragoman.job.transcode.TranscodeSettings;
import dev.dragoman.job.transcribe.TranscribeSettings;
import dev.dragoman.job.translate.TranslateSettings;
import dev.dragoman.job.watch.WatchSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set of the job, by property group. The groups and their keys are listed in
 * {@code docs/operations.md}.
 *
 * @param source the stream
 * @param chunks fetching
 * @param batch reassembly
 * @param transcode decoding
 * @param transcribe recognition
 * @param translate translation
 * @param synthesize speech
 * @param deliver storing, ordering and telling
 * @param watch looking after sessions
 * @param transcriptsFolder where transcripts of sessions that keep one go, for example {@code
 *     s3://bucket/transcripts}
 * @param deadLettersFolder where dead letters go, for example {@code s3://bucket/dead-letters}
 */
public record JobConfiguration(
        Source source,
        FetchSettings chunks,
        BatchSettings batch,
        TranscodeSettings transcode,
        Transcribe transcribe,
        Translate translate,
        Synthesize synthesize,
        Deliver deliver,
        WatchSettings watch,
        String transcriptsFolder,
        String deadLettersFolder) {

    /**
     * Group {@code Source}.
     *
     * @param streamArn the Kinesis stream
     * @param endpoint where Kinesis is
     * @param start where to read from when there is no savepoint
     * @param poll how long a shard that was read to its tip is left alone
     * @param outOfOrderness how far events may be out of order before they count as late
     */
    public record Source(
            String streamArn, AwsEndpoint endpoint, InitialPosition start, Duration poll, Duration outOfOrderness) {}

    /** Group {@code Transcribe}. */
    public record Transcribe(AwsEndpoint endpoint, TranscribeSettings settings) {}

    /** Group {@code Translate}. */
    public record Translate(AwsEndpoint endpoint, TranslateSettings settings) {}

    /**
     * Group {@code Synthesize}.
     *
     * @param endpoint where Polly is
     * @param sampleRate of the speech, in Hz
     * @param settings the rest
     */
    public record Synthesize(AwsEndpoint endpoint, int sampleRate, SynthesizeSettings settings) {}

    /**
     * Group {@code Deliver}.
     *
     * @param bucket where speech is kept
     * @param s3 where S3 is for the job
     * @param publicS3 where S3 is for listeners, null for the region's own; unless set, where it is for the job
     * @param connectionsTable who listens
     * @param interpretationsTable where what was said is kept for those who miss it
     * @param sessionsTable where it is noted how far they were told
     * @param dynamoDb where those tables are
     * @param gateway the WebSocket API's {@code @connections} address
     * @param gatewayConnections how many messages may be under way at once
     */
    public record Deliver(
            String bucket,
            AwsEndpoint s3,
            @Nullable URI publicS3,
            String connectionsTable,
            String interpretationsTable,
            String sessionsTable,
            AwsEndpoint dynamoDb,
            AwsEndpoint gateway,
            int gatewayConnections,
            LanguagesSettings languages,
            StoreSettings store,
            OrderSettings order,
            NotifySettings telling) {}

    private static final Set<String> GROUPS = Set.of(
            "Source",
            "Chunks",
            "Batch",
            "Transcode",
            "Transcribe",
            "Translate",
            "Synthesize",
            "Deliver",
            "Watch",
            "Transcripts",
            "DeadLetters");

    /**
     * Reads the groups.
     *
     * @throws IllegalArgumentException with every mistake: which key of which group, what it was, what
     *     is accepted
     */
    public static JobConfiguration from(Map<String, Properties> groups) {
        List<String> mistakes = new ArrayList<>();
        groups.keySet().stream()
                .filter(name -> !GROUPS.contains(name))
                .sorted()
                .forEach(name -> mistakes.add(name + ": is no group, accepted are "
                        + GROUPS.stream().sorted().collect(Collectors.joining(", "))));
        Reader reader = new Reader(groups, mistakes);
        Deliver deliver = reader.deliver();
        Duration heardWithin = deliver.order().heardWithin();
        JobConfiguration configuration = new JobConfiguration(
                reader.source(),
                reader.chunks(),
                reader.batch(),
                reader.transcode(),
                reader.transcribe(),
                reader.translate(heardWithin),
                reader.synthesize(heardWithin),
                deliver,
                reader.watch(),
                reader.folder("Transcripts"),
                reader.folder("DeadLetters"));
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("The job's properties are wrong:\n  " + String.join("\n  ", mistakes));
        }
        return configuration;
    }

    private record Reader(Map<String, Properties> groups, List<String> mistakes) {

        private static final String REGION = "us-east-1";

        /** Polly's rates for MP3; its lower ones are for telephones. */
        private static final Set<Integer> SAMPLE_RATES = Set.of(22_050, 24_000);

        private PropertyGroup group(String name) {
            return new PropertyGroup(name, groups.get(name), mistakes);
        }

        Source source() {
            PropertyGroup group = group("Source");
            Source source = new Source(
                    group.text("stream.arn"),
                    group.endpoint(REGION),
                    group.oneOf("stream.start", InitialPosition.TRIM_HORIZON, InitialPosition.class),
                    group.millis("poll.millis", Duration.ofMillis(200), Duration.ZERO, Duration.ofSeconds(10)),
                    group.millis(
                            "out-of-orderness.millis", Duration.ofSeconds(1), Duration.ZERO, Duration.ofMinutes(1)));
            group.done();
            return source;
        }

        FetchSettings chunks() {
            PropertyGroup group = group("Chunks");
            FetchSettings settings = new FetchSettings(
                    group.endpoint(REGION),
                    group.millis(
                            "timeout.millis", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(5)),
                    group.millis("retry.millis", Duration.ofMillis(50), Duration.ofMillis(1), Duration.ofSeconds(10)),
                    group.number("capacity", 500, 1, 100_000));
            group.done();
            return settings;
        }

        BatchSettings batch() {
            PropertyGroup group = group("Batch");
            BatchSettings settings = new BatchSettings(
                    group.millis(
                            "batch.duration.millis",
                            Duration.ofMillis(500),
                            BatchSettings.SHORTEST,
                            BatchSettings.LONGEST),
                    group.millis(
                            "allowed-lateness.millis", Duration.ofSeconds(2), Duration.ZERO, Duration.ofMinutes(5)),
                    group.millis(
                            "session-expiry.millis",
                            Duration.ofHours(24),
                            Duration.ofMinutes(6),
                            Duration.ofHours(24)));
            group.done();
            return settings;
        }

        TranscodeSettings transcode() {
            PropertyGroup group = group("Transcode");
            TranscodeSettings usual = TranscodeSettings.defaults();
            int processes = group.number("processes", usual.processes(), 1, 64);
            int capacity = group.number("capacity", usual.capacity(), 1, 10_000);
            Duration timeout =
                    group.millis("timeout.millis", usual.timeout(), Duration.ofMillis(500), Duration.ofSeconds(60));
            group.done();
            return new TranscodeSettings(processes, capacity, timeout);
        }

        Transcribe transcribe() {
            PropertyGroup group = group("Transcribe");
            AwsEndpoint endpoint = group.endpoint(REGION);
            TranscribeSettings usual = TranscribeSettings.defaults();
            Duration maxUtterance = group.millis(
                    "max-utterance.millis", usual.maxUtterance(), Duration.ofSeconds(2), Duration.ofSeconds(60));
            Duration maxPending = group.millis(
                    "max-pending.millis", usual.maxPending(), Duration.ofSeconds(5), Duration.ofMinutes(5));
            int starts = group.number("starts-per-second", usual.startsPerSecond(), 1, 10_000);
            int streams = group.number("concurrent-streams", usual.concurrentStreams(), 1, 100_000);
            group.done();
            return new Transcribe(
                    endpoint,
                    new TranscribeSettings(
                            maxUtterance,
                            maxPending,
                            usual.silenceBeforeClose(),
                            usual.starvedBeforeClose(),
                            usual.leadIn(),
                            usual.muteAfter(),
                            usual.startTimeout(),
                            usual.endTimeout(),
                            usual.renewAfter(),
                            usual.minBackoff(),
                            usual.maxBackoff(),
                            usual.catchUp(),
                            starts,
                            streams));
        }

        Translate translate(Duration heardWithin) {
            PropertyGroup group = group("Translate");
            TranslateSettings usual = TranslateSettings.defaults();
            RetrySettings retry = retry(group, usual.retry());
            RateSettings rate = rate(group, usual.rate(), heardWithin);
            Translate translate = new Translate(
                    group.endpoint(REGION),
                    new TranslateSettings(
                            retry,
                            rate,
                            group.number("capacity", rate.capacity(retry.bound()), 1, 100_000),
                            group.number("remembered-texts", usual.rememberedTexts(), 0, 1_000_000),
                            group.number("remembered-characters", usual.rememberedCharacters(), 0, 10_000)));
            group.done();
            return translate;
        }

        Synthesize synthesize(Duration heardWithin) {
            PropertyGroup group = group("Synthesize");
            SynthesizeSettings usual = SynthesizeSettings.defaults();
            RetrySettings retry = retry(group, usual.retry());
            RateSettings rate = rate(group, usual.rate(), heardWithin);
            Synthesize synthesize = new Synthesize(
                    group.endpoint(REGION),
                    group.number("sample-rate.hertz", 24_000, SAMPLE_RATES),
                    new SynthesizeSettings(
                            retry,
                            rate,
                            group.number("capacity", rate.capacity(retry.bound()), 1, 100_000),
                            usual.voices(),
                            group.number("most-speed.percent", usual.mostPercent(), 100, 150),
                            group.number("remembered-texts", usual.rememberedTexts(), 0, 100_000),
                            group.number("remembered-characters", usual.rememberedCharacters(), 0, 1_000)));
            group.done();
            return synthesize;
        }

        Deliver deliver() {
            PropertyGroup group = group("Deliver");
            String region = group.text("aws.region", REGION);
            LanguagesSettings languages = LanguagesSettings.defaults();
            OrderSettings order = OrderSettings.defaults();
            AwsEndpoint s3 = group.endpoint("s3.endpoint", region);
            URI publicS3 = group.address("s3.public-endpoint");
            Deliver deliver = new Deliver(
                    group.text("bucket"),
                    s3,
                    publicS3 == null ? s3.override() : publicS3,
                    group.text("connections.table"),
                    group.text("interpretations.table"),
                    group.text("sessions.table"),
                    group.endpoint("dynamodb.endpoint", region),
                    group.requiredEndpoint("gateway.endpoint", region),
                    group.number("gateway.connections", 500, 1, 50_000),
                    new LanguagesSettings(
                            languages.retry(),
                            languages.capacity(),
                            group.millis(
                                    "listeners.remembered.millis",
                                    languages.remembered(),
                                    Duration.ZERO,
                                    Duration.ofMinutes(1))),
                    StoreSettings.defaults(),
                    new OrderSettings(
                            group.millis(
                                    "patience.millis", order.patience(), Duration.ofMillis(100), Duration.ofMinutes(5)),
                            group.millis(
                                    "latest.millis", order.latest(), Duration.ofSeconds(1), Duration.ofMinutes(10))),
                    NotifySettings.defaults());
            group.done();
            return deliver;
        }

        WatchSettings watch() {
            PropertyGroup group = group("Watch");
            WatchSettings usual = WatchSettings.defaults();
            WatchSettings settings = new WatchSettings(
                    group.millis("every.millis", usual.every(), WatchSettings.MOST_OFTEN, Duration.ofMinutes(1)),
                    group.millis("grace.millis", usual.grace(), Duration.ofSeconds(1), Duration.ofHours(1)));
            group.done();
            return settings;
        }

        /** The group of a sink that has nothing but its place. */
        String folder(String name) {
            PropertyGroup group = group(name);
            String folder = group.text("folder");
            group.done();
            return folder;
        }

        private static RateSettings rate(PropertyGroup group, RateSettings usual, Duration heardWithin) {
            return new RateSettings(
                    group.decimal("requests-per-second", usual.perSecond(), 0.1, 100_000),
                    group.number("burst", usual.burst(), 1, 100_000),
                    heardWithin);
        }

        private static RetrySettings retry(PropertyGroup group, RetrySettings usual) {
            Duration bound = group.millis("bound.millis", usual.bound(), Duration.ofMillis(100), Duration.ofMinutes(5));
            return bound.equals(usual.bound()) ? usual : RetrySettings.within(bound);
        }
    }
}
