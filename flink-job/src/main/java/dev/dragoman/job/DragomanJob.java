package dev.dragoman.job;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import dev.dragoman.job.batch.Reassemble;
import dev.dragoman.job.chunk.FetchChunks;
import dev.dragoman.job.config.JobConfiguration;
import dev.dragoman.job.deadletter.CountDeadLetters;
import dev.dragoman.job.deadletter.DeadLetterSink;
import dev.dragoman.job.deliver.ApiGatewayNotifier;
import dev.dragoman.job.deliver.DeliveryLog;
import dev.dragoman.job.deliver.DynamoDbDeliveryLog;
import dev.dragoman.job.deliver.DynamoDbInterpretationLog;
import dev.dragoman.job.deliver.DynamoDbListenerDirectory;
import dev.dragoman.job.deliver.LanguagesFunction;
import dev.dragoman.job.deliver.ListenerDirectory;
import dev.dragoman.job.deliver.NotifyFunction;
import dev.dragoman.job.deliver.OrderFunction;
import dev.dragoman.job.deliver.PartialsFunction;
import dev.dragoman.job.deliver.S3AudioStore;
import dev.dragoman.job.deliver.SpeakerProblems;
import dev.dragoman.job.deliver.StoreFunction;
import dev.dragoman.job.kinesis.StreamEventDeserializer;
import dev.dragoman.job.kinesis.source.KinesisStreamsSource;
import dev.dragoman.job.kinesis.source.config.AWSConfigOptions;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.SessionInput;
import dev.dragoman.job.model.SpeakerEvent;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.synthesize.AwsSynthesizer;
import dev.dragoman.job.synthesize.SynthesizeFunction;
import dev.dragoman.job.transcode.CountLostAudio;
import dev.dragoman.job.transcode.FfmpegTranscoder;
import dev.dragoman.job.transcode.TranscodeBatches;
import dev.dragoman.job.transcode.Transcoded;
import dev.dragoman.job.transcribe.AwsTranscriberFactory;
import dev.dragoman.job.transcribe.Transcription;
import dev.dragoman.job.transcript.CollectTranscripts;
import dev.dragoman.job.transcript.Transcript;
import dev.dragoman.job.transcript.TranscriptSinks;
import dev.dragoman.job.translate.AwsTranslator;
import dev.dragoman.job.translate.TranslateFunction;
import dev.dragoman.job.translate.TranslatePartialsFunction;
import dev.dragoman.job.watch.AwsSessionEnder;
import dev.dragoman.job.watch.DynamoDbAttendance;
import dev.dragoman.job.watch.EndAbandoned;
import dev.dragoman.job.watch.Look;
import dev.dragoman.job.watch.LookFunction;
import dev.dragoman.job.watch.Seen;
import dev.dragoman.job.watch.StatusFunction;
import dev.dragoman.job.watch.WatchSessions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;

/**
 * The stream job: a talk in, its interpretations out. {@link #build} reads as the topology; every
 * stage is one operator whose name is its uid.
 */
public final class DragomanJob {

    /**
     * Records wait this long at most for a network buffer to fill: the latency budget is small. Set for each operator,
     * because Managed Service for Apache Flink refuses a program that sets it for all
     * (docs.aws.amazon.com/managed-flink/latest/java/programmatic-configuration.html).
     */
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(5);

    private DragomanJob() {}

    /**
     * Runs the job with the property groups of Managed Service for Apache Flink, or with those of the
     * JSON file that is named as the only argument.
     */
    public static void main(String[] arguments) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        build(environment, JobConfiguration.from(properties(arguments)));
        environment.execute("dragoman");
    }

    private static Map<String, Properties> properties(String[] arguments) throws IOException {
        return arguments.length == 0
                ? KinesisAnalyticsRuntime.getApplicationProperties()
                : KinesisAnalyticsRuntime.getApplicationProperties(arguments[0]);
    }

    /** Adds the job to an environment. */
    public static void build(StreamExecutionEnvironment environment, JobConfiguration configuration) {
        environment.configure(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));

        DataStream<SpeakerEvent> events = source(environment, configuration.source());

        DataStream<SessionInput> chunks = named(
                "fetch",
                AsyncDataStream.unorderedWait(
                        events,
                        new FetchChunks(configuration.chunks().store(), configuration.chunks()),
                        configuration.chunks().operatorTimeout().toMillis(),
                        TimeUnit.MILLISECONDS,
                        configuration.chunks().capacity()));

        SingleOutputStreamOperator<Batch> batches = named(
                "reassemble", chunks.keyBy(SessionInput::sessionId).process(new Reassemble(configuration.batch())));

        DataStream<Transcoded> transcoded = named(
                "transcode",
                AsyncDataStream.orderedWait(
                        batches,
                        new TranscodeBatches(FfmpegTranscoder.bundled(configuration.transcode())),
                        configuration.transcode().operatorTimeout().toMillis(),
                        TimeUnit.MILLISECONDS,
                        configuration.transcode().capacity()));

        SingleOutputStreamOperator<Pcm> audio = named(
                "count-lost-audio",
                transcoded.keyBy(it -> it.pcm().session().sessionId()).process(new CountLostAudio()));

        SingleOutputStreamOperator<Utterance> utterances = Transcription.of(
                        audio.keyBy(it -> it.session().sessionId()),
                        new AwsTranscriberFactory(configuration.transcribe().endpoint()),
                        configuration.transcribe().settings())
                .setBufferTimeout(BUFFER_TIMEOUT.toMillis());

        // Event time ends here: in what follows a watermark would hold every record back behind the
        // slowest one before it, of whatever session.
        DataStream<Utterance> timeless =
                named("timeless", utterances.assignTimestampsAndWatermarks(WatermarkStrategy.noWatermarks()));

        JobConfiguration.Deliver deliver = configuration.deliver();
        ServiceFactory<ListenerDirectory> listeners =
                DynamoDbListenerDirectory.at(deliver.dynamoDb(), deliver.connectionsTable());
        ServiceFactory<DeliveryLog> log = DynamoDbDeliveryLog.at(deliver.dynamoDb(), deliver.sessionsTable());

        DataStream<Interpretation> asked = async(
                "languages",
                timeless,
                new LanguagesFunction(listeners, log, deliver.languages()),
                deliver.languages().retry().operatorTimeout(),
                deliver.languages().capacity());

        var translate = configuration.translate();
        DataStream<Interpretation> translated = async(
                "translate",
                asked,
                new TranslateFunction(
                        AwsTranslator.at(
                                translate.endpoint(), translate.settings().connections()),
                        translate.settings()),
                translate.settings().operatorTimeout(),
                translate.settings().capacity());

        SingleOutputStreamOperator<Transcript> transcripts = named(
                "collect-transcripts",
                translated
                        .filter(it -> it.utterance().session().settings().transcript())
                        .setBufferTimeout(BUFFER_TIMEOUT.toMillis())
                        .keyBy(it -> it.utterance().session().sessionId())
                        .process(new CollectTranscripts()));
        String transcriptsFolder = configuration.transcriptsFolder();
        transcripts
                .sinkTo(TranscriptSinks.jsonLines(transcriptsFolder))
                .uid("transcripts-jsonl")
                .name("transcripts-jsonl");
        transcripts
                .sinkTo(TranscriptSinks.webVtt(transcriptsFolder))
                .uid("transcripts-vtt")
                .name("transcripts-vtt");

        DataStream<Interpretation> wanted = named("wanted", translated.filter(it -> !it.isForTranscriptAlone()));

        var synthesize = configuration.synthesize();
        DataStream<Interpretation> spoken = async(
                "synthesize",
                wanted,
                new SynthesizeFunction(
                        AwsSynthesizer.at(
                                synthesize.endpoint(),
                                synthesize.sampleRate(),
                                synthesize.settings().connections()),
                        synthesize.settings()),
                synthesize.settings().operatorTimeout(),
                synthesize.settings().capacity());

        DataStream<Interpretation> stored = async(
                "store",
                spoken,
                new StoreFunction(S3AudioStore.at(deliver.s3(), deliver.bucket(), deliver.publicS3()), deliver.store()),
                deliver.store().retry().operatorTimeout(),
                deliver.store().capacity());

        // What is translated can be read while it is still being spoken.
        DataStream<Interpretation> readable = named("readable", wanted.filter(it -> !it.announces()));

        // What is still being spoken goes beside the main line: never in the way of what is final.
        DataStream<Interpretation> changing = async(
                "partials",
                timeless,
                new PartialsFunction(listeners),
                PartialsFunction.OPERATOR_TIMEOUT,
                PartialsFunction.CAPACITY);
        DataStream<Interpretation> changingTranslated = async(
                "translate-partials",
                changing,
                new TranslatePartialsFunction(
                        AwsTranslator.at(
                                translate.endpoint(), translate.settings().connections()),
                        translate.settings().rate()),
                TranslatePartialsFunction.OPERATOR_TIMEOUT,
                TranslatePartialsFunction.CAPACITY);

        SingleOutputStreamOperator<Notification> ordered = named(
                "order",
                stored.union(readable, changingTranslated)
                        .keyBy(it -> it.utterance().session().sessionId())
                        .process(new OrderFunction(deliver.order())));

        DataStream<Notification> problems =
                named("problems", batches.getSideOutput(Reassemble.PROBLEMS).map(new SpeakerProblems()));

        // Beside the audio's way: who is there, and whether the speaker still is.
        SingleOutputStreamOperator<Look> watched =
                named("watch", events.keyBy(SpeakerEvent::sessionId).process(new WatchSessions(configuration.watch())));
        DataStream<Seen> seen = async(
                "look",
                watched,
                new LookFunction(DynamoDbAttendance.at(deliver.dynamoDb(), deliver.connectionsTable())),
                LookFunction.OPERATOR_TIMEOUT,
                LookFunction.CAPACITY);
        SingleOutputStreamOperator<Notification> statuses = named(
                "status",
                seen.keyBy(Seen::sessionId)
                        .connect(timeless.keyBy(it -> it.session().sessionId()))
                        .process(new StatusFunction(configuration.watch())));
        DataStream<DeadLetter> unended = async(
                "end-abandoned",
                statuses.getSideOutput(StatusFunction.ABANDONED),
                new EndAbandoned(AwsSessionEnder.at(
                        deliver.dynamoDb(),
                        configuration.source().endpoint(),
                        new AwsSessionEnder.Places(
                                deliver.sessionsTable(),
                                deliver.connectionsTable(),
                                configuration.source().streamArn()))),
                EndAbandoned.operatorTimeout(),
                EndAbandoned.CAPACITY);

        DataStream<DeadLetter> untold = named(
                "notify",
                AsyncDataStream.unorderedWait(
                        ordered.union(problems, watched.getSideOutput(WatchSessions.NOTICES), statuses)
                                .keyBy(Notification::sessionId),
                        new NotifyFunction(
                                listeners,
                                DynamoDbInterpretationLog.at(deliver.dynamoDb(), deliver.interpretationsTable()),
                                ApiGatewayNotifier.at(deliver.gateway(), deliver.gatewayConnections()),
                                log,
                                deliver.telling()),
                        deliver.telling().operatorTimeout().toMillis(),
                        TimeUnit.MILLISECONDS,
                        deliver.telling().capacity()));

        DataStream<DeadLetter> letters = untold.union(
                unended,
                batches.getSideOutput(Reassemble.DEAD_LETTERS),
                audio.getSideOutput(CountLostAudio.DEAD_LETTERS),
                utterances.getSideOutput(Transcription.DEAD_LETTERS),
                transcripts.getSideOutput(CollectTranscripts.DEAD_LETTERS),
                ordered.getSideOutput(OrderFunction.DEAD_LETTERS));

        named("count-dead-letters", letters.map(new CountDeadLetters()))
                .sinkTo(DeadLetterSink.to(configuration.deadLettersFolder()))
                .uid("dead-letters")
                .name("dead-letters");
    }

    private static DataStream<SpeakerEvent> source(
            StreamExecutionEnvironment environment, JobConfiguration.Source settings) {
        Configuration options = new Configuration()
                .set(AWSConfigOptions.AWS_REGION_OPTION, settings.endpoint().region())
                .set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, settings.start())
                .set(KinesisSourceConfigOptions.READER_EMPTY_RECORDS_FETCH_INTERVAL, settings.poll())
                .set(KinesisSourceConfigOptions.CLOCK_WATERMARKS, true)
                .set(KinesisSourceConfigOptions.CLOCK_WATERMARK_BOUND, settings.outOfOrderness());
        if (settings.endpoint().override() != null) {
            options.set(
                    AWSConfigOptions.AWS_ENDPOINT_OPTION,
                    settings.endpoint().override().toString());
        }
        KinesisStreamsSource<SpeakerEvent> source = KinesisStreamsSource.<SpeakerEvent>builder()
                .setStreamArn(settings.streamArn())
                .setSourceConfig(options)
                .setDeserializationSchema(new StreamEventDeserializer())
                .build();
        return environment
                .fromSource(
                        source,
                        WatermarkStrategy.<SpeakerEvent>forBoundedOutOfOrderness(settings.outOfOrderness())
                                .withTimestampAssigner((event, arrival) -> event.serverMillis()),
                        "source")
                .uid("source")
                .setBufferTimeout(BUFFER_TIMEOUT.toMillis());
    }

    private static <I, O> SingleOutputStreamOperator<O> async(
            String name, DataStream<I> in, AsyncFunction<I, O> function, Duration timeout, int capacity) {
        return named(
                name, AsyncDataStream.unorderedWait(in, function, timeout.toMillis(), TimeUnit.MILLISECONDS, capacity));
    }

    private static <T> SingleOutputStreamOperator<T> named(String name, SingleOutputStreamOperator<T> operator) {
        return operator.uid(name).name(name).setBufferTimeout(BUFFER_TIMEOUT.toMillis());
    }
}
