package dev.dragoman.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.FaultRules;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Kinesis as the unchanged SDK sees it. */
class LocalKinesisTest {

    private static final String STREAM = "talks";

    /** A reader that waits this long and is answered before was woken. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private final SteppingClock clock = new SteppingClock(Instant.parse("2026-01-01T10:00:00Z"));
    private final FaultRules faults = new FaultRules();
    private LocalKinesis kinesis;
    private KinesisAsyncClient client;

    @BeforeEach
    void start() {
        startWith(LocalKinesis.Settings.defaults().withStream(STREAM, 2).withHold(LONG));
    }

    private void startWith(LocalKinesis.Settings settings) {
        if (kinesis != null) {
            stop();
        }
        kinesis = LocalKinesis.start(settings.withClock(clock).withFaults(faults));
        client = KinesisClients.of(kinesis.endpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        kinesis.close();
    }

    @Test
    void aRecordIsReadAsItWasPut() {
        // Given
        PutRecordResponse put = put("golden-eagle-427", "hello");

        // When
        GetRecordsResponse read = read(iterator(put.shardId(), ShardIteratorType.TRIM_HORIZON));

        // Then
        assertThat(read.records()).hasSize(1);
        Record record = read.records().get(0);
        assertThat(record.data().asUtf8String()).isEqualTo("hello");
        assertThat(record.partitionKey()).isEqualTo("golden-eagle-427");
        assertThat(record.sequenceNumber()).isEqualTo(put.sequenceNumber());
        assertThat(record.approximateArrivalTimestamp()).isEqualTo(clock.instant());
        assertThat(read.millisBehindLatest()).isZero();
        assertThat(read.nextShardIterator()).isNotBlank();
    }

    @Test
    void oneKeyKeepsItsShardAndItsOrder() {
        // Given
        List<PutRecordResponse> puts = IntStream.range(0, 50)
                .mapToObj(i -> put("silver-fox-100", String.valueOf(i)))
                .toList();

        // When
        String shard = puts.get(0).shardId();
        List<Record> records = readAll(iterator(shard, ShardIteratorType.TRIM_HORIZON), 7);

        // Then
        assertThat(puts).allSatisfy(put -> assertThat(put.shardId()).isEqualTo(shard));
        assertThat(records)
                .extracting(record -> record.data().asUtf8String())
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(String::valueOf).toList());
        assertThat(records)
                .extracting(record -> new BigInteger(record.sequenceNumber()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aWaitingReaderGetsARecordAsItComes() throws Exception {
        // Given a reader at the tip that waits
        String shard = put("a", "before").shardId();
        CompletableFuture<GetRecordsResponse> waiting =
                client.getRecords(r -> r.shardIterator(iterator(shard, ShardIteratorType.LATEST)));

        // When a record comes
        put("a", "after");

        // Then the reader has it before its wait is over
        GetRecordsResponse read = waiting.get(20, TimeUnit.SECONDS);
        assertThat(read.records()).extracting(r -> r.data().asUtf8String()).containsExactly("after");
    }

    @Test
    void aReaderThatWaitsInVainGetsAnEmptyAnswer() {
        // Given
        startWith(LocalKinesis.Settings.defaults().withStream(STREAM, 1).withHold(Duration.ofMillis(50)));

        // When
        GetRecordsResponse read = read(iterator("shardId-000000000000", ShardIteratorType.LATEST));

        // Then
        assertThat(read.records()).isEmpty();
        assertThat(read.millisBehindLatest()).isZero();
        assertThat(read.nextShardIterator()).isNotBlank();
    }

    @Test
    void hundredsOfReadersWaitAtOnce() {
        // Given more readers than the endpoint has threads
        String shard = put("a", "before").shardId();
        String iterator = iterator(shard, ShardIteratorType.LATEST);
        List<CompletableFuture<GetRecordsResponse>> waiting = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            waiting.add(client.getRecords(r -> r.shardIterator(iterator)));
        }

        // When a record comes
        put("a", "after");

        // Then nobody misses it
        assertThat(waiting)
                .allSatisfy(read -> assertThat(read.get(20, TimeUnit.SECONDS).records())
                        .extracting(r -> r.data().asUtf8String())
                        .containsExactly("after"));
    }

    @Test
    void iteratorsStartWhereTheySay() {
        // Given three records, a minute apart
        PutRecordResponse first = put("a", "0");
        clock.step(Duration.ofMinutes(1));
        PutRecordResponse second = put("a", "1");
        Instant between = clock.instant();
        clock.step(Duration.ofMinutes(1));
        put("a", "2");
        String shard = first.shardId();

        // When read by each type, then
        assertThat(data(iterator(shard, ShardIteratorType.TRIM_HORIZON))).containsExactly("0", "1", "2");
        assertThat(data(sequenceIterator(shard, ShardIteratorType.AT_SEQUENCE_NUMBER, second.sequenceNumber())))
                .containsExactly("1", "2");
        assertThat(data(sequenceIterator(shard, ShardIteratorType.AFTER_SEQUENCE_NUMBER, second.sequenceNumber())))
                .containsExactly("2");
        assertThat(data(client.getShardIterator(r -> r.streamName(STREAM)
                                .shardId(shard)
                                .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                                .timestamp(between))
                        .join()
                        .shardIterator()))
                .containsExactly("1", "2");
    }

    @Test
    void millisBehindLatestIsTheAgeOfTheOldestUnreadRecord() {
        // Given two records, the second a minute old
        String shard = put("a", "0").shardId();
        put("a", "1");
        clock.step(Duration.ofMinutes(1));

        // When the first is read
        GetRecordsResponse read = client.getRecords(
                        r -> r.shardIterator(iterator(shard, ShardIteratorType.TRIM_HORIZON))
                                .limit(1))
                .join();

        // Then
        assertThat(read.millisBehindLatest()).isEqualTo(60_000);
        assertThat(read(read.nextShardIterator()).millisBehindLatest()).isZero();
    }

    @Test
    void anIteratorExpiresAfterFiveMinutes() {
        // Given
        String iterator = iterator("shardId-000000000000", ShardIteratorType.TRIM_HORIZON);

        // When
        clock.step(Duration.ofMinutes(5).plusMillis(1));

        // Then
        assertThatThrownBy(() -> read(iterator)).hasCauseInstanceOf(ExpiredIteratorException.class);
    }

    @Test
    void aSplitShardEndsAndNamesItsChildren() {
        // Given a record in a shard, which is then split
        String parent = put("a", "before").shardId();
        Shard shard = shards().stream()
                .filter(s -> s.shardId().equals(parent))
                .findFirst()
                .orElseThrow();
        BigInteger middle = new BigInteger(shard.hashKeyRange().startingHashKey())
                .add(new BigInteger(shard.hashKeyRange().endingHashKey()))
                .shiftRight(1);
        client.splitShard(r -> r.streamName(STREAM).shardToSplit(parent).newStartingHashKey(middle.toString()))
                .join();
        PutRecordResponse after = put("a", "after");

        // When the parent is read to its end
        GetRecordsResponse read = read(iterator(parent, ShardIteratorType.TRIM_HORIZON));

        // Then
        assertThat(read.records()).extracting(r -> r.data().asUtf8String()).containsExactly("before");
        assertThat(read.nextShardIterator()).isNull();
        assertThat(read.childShards())
                .hasSize(2)
                .allSatisfy(child -> assertThat(child.parentShards()).containsExactly(parent));
        assertThat(read.childShards()).extracting(c -> c.shardId()).contains(after.shardId());
        assertThat(data(iterator(after.shardId(), ShardIteratorType.TRIM_HORIZON)))
                .containsExactly("after");
        Shard closed = shards().stream()
                .filter(s -> s.shardId().equals(parent))
                .findFirst()
                .orElseThrow();
        assertThat(new BigInteger(closed.sequenceNumberRange().endingSequenceNumber()))
                .isGreaterThan(new BigInteger(read.records().get(0).sequenceNumber()))
                .isLessThan(new BigInteger(after.sequenceNumber()));
    }

    @Test
    void aWaitingReaderLearnsAtOnceThatItsShardWasSplit() throws Exception {
        // Given
        String shard = "shardId-000000000000";
        CompletableFuture<GetRecordsResponse> waiting =
                client.getRecords(r -> r.shardIterator(iterator(shard, ShardIteratorType.LATEST)));

        // When
        client.splitShard(r -> r.streamName(STREAM).shardToSplit(shard).newStartingHashKey("1000"))
                .join();

        // Then
        GetRecordsResponse read = waiting.get(20, TimeUnit.SECONDS);
        assertThat(read.nextShardIterator()).isNull();
        assertThat(read.childShards()).hasSize(2);
    }

    @Test
    void mergedShardsHaveOneChildWithTwoParents() {
        // Given
        client.mergeShards(r -> r.streamName(STREAM)
                        .shardToMerge("shardId-000000000000")
                        .adjacentShardToMerge("shardId-000000000001"))
                .join();

        // When
        Shard child = shards().get(2);

        // Then
        assertThat(child.parentShardId()).isEqualTo("shardId-000000000000");
        assertThat(child.adjacentParentShardId()).isEqualTo("shardId-000000000001");
        assertThat(child.hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(child.hashKeyRange().endingHashKey()).isEqualTo(HashRange.LAST.toString());
    }

    @Test
    void shardsAreListedByFilterAndByPage() {
        // Given a stream whose first shard was split a minute after the beginning
        Instant beginning = clock.instant();
        clock.step(Duration.ofMinutes(1));
        client.splitShard(r -> r.streamName(STREAM)
                        .shardToSplit("shardId-000000000000")
                        .newStartingHashKey("1000"))
                .join();
        clock.step(Duration.ofMinutes(1));

        // When listed, then
        assertThat(ids(client.listShards(r -> r.streamName(STREAM)).join())).containsExactly(0, 1, 2, 3);
        assertThat(filtered(ShardFilterType.AT_LATEST)).containsExactly(1, 2, 3);
        assertThat(filtered(ShardFilterType.AT_TRIM_HORIZON)).containsExactly(0, 1);
        assertThat(filtered(ShardFilterType.FROM_TRIM_HORIZON)).containsExactly(0, 1, 2, 3);
        assertThat(ids(client.listShards(r -> r.streamName(STREAM)
                                .shardFilter(f ->
                                        f.type(ShardFilterType.AFTER_SHARD_ID).shardId("shardId-000000000001")))
                        .join()))
                .containsExactly(2, 3);
        assertThat(ids(client.listShards(r -> r.streamName(STREAM)
                                .shardFilter(f ->
                                        f.type(ShardFilterType.AT_TIMESTAMP).timestamp(beginning)))
                        .join()))
                .containsExactly(0, 1);
        assertThat(ids(client.listShards(r -> r.streamName(STREAM)
                                .shardFilter(f ->
                                        f.type(ShardFilterType.FROM_TIMESTAMP).timestamp(clock.instant())))
                        .join()))
                .containsExactly(1, 2, 3);
        ListShardsResponse page =
                client.listShards(r -> r.streamName(STREAM).maxResults(3)).join();
        assertThat(ids(page)).containsExactly(0, 1, 2);
        ListShardsResponse rest =
                client.listShards(r -> r.nextToken(page.nextToken())).join();
        assertThat(ids(rest)).containsExactly(3);
        assertThat(rest.nextToken()).isNull();
    }

    @Test
    void recordsSpreadOverShardsByTheHashOfTheirKey() {
        // Given 100 keys
        List<PutRecordsRequestEntry> entries = IntStream.range(0, 100)
                .mapToObj(i -> PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + i)
                        .data(SdkBytes.fromUtf8String(String.valueOf(i)))
                        .build())
                .toList();

        // When
        var put = client.putRecords(r -> r.streamName(STREAM).records(entries)).join();

        // Then each lies in the shard that holds its hash
        assertThat(put.failedRecordCount()).isZero();
        List<Shard> shards = shards();
        for (int i = 0; i < 100; i++) {
            BigInteger hash = HashRange.hash("key-" + i);
            String shardId = put.records().get(i).shardId();
            Shard shard = shards.stream()
                    .filter(s -> s.shardId().equals(shardId))
                    .findFirst()
                    .orElseThrow();
            assertThat(hash)
                    .isBetween(
                            new BigInteger(shard.hashKeyRange().startingHashKey()),
                            new BigInteger(shard.hashKeyRange().endingHashKey()));
        }
    }

    @Test
    void oldRecordsGoWithTheRetention() {
        // Given
        startWith(LocalKinesis.Settings.defaults().withStream(STREAM, 1).withRetention(Duration.ofHours(1), 1 << 20));
        put("a", "old");
        clock.step(Duration.ofMinutes(61));
        put("a", "new");

        // When read from the horizon, then
        assertThat(data(iterator("shardId-000000000000", ShardIteratorType.TRIM_HORIZON)))
                .containsExactly("new");
    }

    @Test
    void aShardHoldsABoundedNumberOfBytes() {
        // Given room for two such records
        startWith(LocalKinesis.Settings.defaults().withStream(STREAM, 1).withRetention(Duration.ofHours(1), 2_100));
        String big = "x".repeat(1_000);
        put("a", "0" + big);
        put("a", "1" + big);

        // When a third comes
        put("a", "2" + big);

        // Then the oldest is gone
        assertThat(data(iterator("shardId-000000000000", ShardIteratorType.TRIM_HORIZON)))
                .extracting(data -> data.charAt(0))
                .containsExactly('1', '2');
    }

    @Test
    void aShardTakesAThousandRecordsASecondWithTheLimitsOfAws() {
        // Given
        startWith(LocalKinesis.Settings.defaults().withStream(STREAM, 1).withLimits(new ShardLimits(3, 1 << 20, 2)));
        List<PutRecordsRequestEntry> four = IntStream.range(0, 4)
                .mapToObj(i -> PutRecordsRequestEntry.builder()
                        .partitionKey("a")
                        .data(SdkBytes.fromUtf8String("x"))
                        .build())
                .toList();

        // When more come than fit into a second
        var put = client.putRecords(r -> r.streamName(STREAM).records(four)).join();

        // Then the rest is refused, one by one, until the next second
        assertThat(put.failedRecordCount()).isOne();
        assertThat(put.records().get(3).errorCode()).isEqualTo("ProvisionedThroughputExceededException");
        assertThatThrownBy(() -> put("a", "x")).hasCauseInstanceOf(ProvisionedThroughputExceededException.class);
        clock.step(Duration.ofSeconds(1));
        assertThat(put("a", "x").sequenceNumber()).isNotBlank();
    }

    @Test
    void errorsAreKinesissOwn() {
        assertThatThrownBy(() ->
                        client.describeStreamSummary(r -> r.streamName("none")).join())
                .hasCauseInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream none under account");
        assertThatThrownBy(() -> iterator("shardId-000000000009", ShardIteratorType.LATEST))
                .hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(
                        () -> sequenceIterator("shardId-000000000000", ShardIteratorType.AT_SEQUENCE_NUMBER, "12345"))
                .hasCauseInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> read("nonsense")).hasCauseInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> client.createStream(r -> r.streamName(STREAM).shardCount(1))
                        .join())
                .hasCauseInstanceOf(ResourceInUseException.class);
        assertThatThrownBy(() -> client.splitShard(r -> r.streamName(STREAM)
                                .shardToSplit("shardId-000000000000")
                                .newStartingHashKey("0"))
                        .join())
                .hasCauseInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> client.updateStreamMode(
                                r -> r.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/x")
                                        .streamModeDetails(d -> d.streamMode("ON_DEMAND")))
                        .join())
                .hasCauseInstanceOf(KinesisException.class)
                .hasMessageContaining("Unknown operation");
    }

    @Test
    void aStreamIsMadeDescribedAndDeleted() {
        // Given
        client.createStream(r -> r.streamName("another").shardCount(3)).join();

        // When
        var summary = client.describeStreamSummary(r -> r.streamName("another"))
                .join()
                .streamDescriptionSummary();

        // Then
        assertThat(summary.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(summary.openShardCount()).isEqualTo(3);
        assertThat(summary.streamCreationTimestamp()).isEqualTo(clock.instant());
        assertThat(ids(client.listShards(r -> r.streamARN(summary.streamARN())).join()))
                .hasSize(3);
        client.deleteStream(r -> r.streamName("another")).join();
        assertThat(client.listStreams().join().streamNames()).containsExactly(STREAM);
    }

    @Test
    void faultsHappenOnPurpose() {
        // Given a put whose answer gets lost
        faults.next(1, (operation, stream) -> operation.equals("PutRecord"), new Fault.LoseAnswer());

        // When the SDK puts again by itself
        String shard = put("a", "twice").shardId();

        // Then the record is there twice
        assertThat(data(iterator(shard, ShardIteratorType.TRIM_HORIZON))).containsExactly("twice", "twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "{\"StreamName\":", "nonsense"})
    void aRequestThatIsNoJsonIsAnsweredAsSuch(String body) throws Exception {
        // When
        HttpResponse<String> answer = post(body, "Kinesis_20131202.PutRecord");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("__type");
    }

    @Test
    void jsonIsSpokenToo() throws Exception {
        // Given
        String shard = put("a", "hello").shardId();

        // When
        HttpResponse<String> iterator = post(
                "{\"StreamName\":\"talks\",\"ShardId\":\"" + shard + "\",\"ShardIteratorType\":\"TRIM_HORIZON\"}",
                "Kinesis_20131202.GetShardIterator");
        String token = iterator.body().replaceAll(".*:\"(.*)\".*", "$1");
        HttpResponse<String> records = post("{\"ShardIterator\":\"" + token + "\"}", "Kinesis_20131202.GetRecords");

        // Then bytes are base64 and times are seconds
        assertThat(records.body())
                .contains("\"Data\":\"aGVsbG8=\"")
                .contains("\"ApproximateArrivalTimestamp\":1767261600.000");
    }

    private HttpResponse<String> post(String body, String target) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(kinesis.endpoint() + "/"))
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .header("Authorization", "AWS4-HMAC-SHA256 local")
                                .header("X-Amz-Target", target)
                                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private PutRecordResponse put(String key, String data) {
        return client.putRecord(r -> r.streamName(STREAM).partitionKey(key).data(SdkBytes.fromUtf8String(data)))
                .join();
    }

    private String iterator(String shard, ShardIteratorType type) {
        return client.getShardIterator(r -> r.streamName(STREAM).shardId(shard).shardIteratorType(type))
                .join()
                .shardIterator();
    }

    private String sequenceIterator(String shard, ShardIteratorType type, String sequenceNumber) {
        return client.getShardIterator(r -> r.streamName(STREAM)
                        .shardId(shard)
                        .shardIteratorType(type)
                        .startingSequenceNumber(sequenceNumber))
                .join()
                .shardIterator();
    }

    private GetRecordsResponse read(String iterator) {
        return client.getRecords(r -> r.shardIterator(iterator)).join();
    }

    private List<String> data(String iterator) {
        return read(iterator).records().stream()
                .map(record -> record.data().asUtf8String())
                .toList();
    }

    private List<Record> readAll(String iterator, int limit) {
        List<Record> all = new ArrayList<>();
        GetRecordsResponse read;
        String next = iterator;
        do {
            String at = next;
            read = client.getRecords(r -> r.shardIterator(at).limit(limit)).join();
            all.addAll(read.records());
            next = read.nextShardIterator();
        } while (read.records().size() == limit);
        return all;
    }

    private List<Shard> shards() {
        return client.listShards(r -> r.streamName(STREAM)).join().shards();
    }

    private List<Integer> filtered(ShardFilterType type) {
        return ids(client.listShards(r -> r.streamName(STREAM).shardFilter(f -> f.type(type)))
                .join());
    }

    private static List<Integer> ids(ListShardsResponse response) {
        return response.shards().stream()
                .map(shard -> Integer.parseInt(shard.shardId().substring("shardId-".length())))
                .toList();
    }
}
