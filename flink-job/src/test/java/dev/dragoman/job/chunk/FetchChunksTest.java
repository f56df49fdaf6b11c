package dev.dragoman.job.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.model.SessionInput;
import dev.dragoman.job.model.SpeakerEvent;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.SessionEnded;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.util.MockStreamingRuntimeContext;
import org.junit.jupiter.api.Test;

/** Every event comes out once, with its bytes or with the reason why there are none. */
class FetchChunksTest {

    private static final String SESSION = "golden-eagle-427";

    @Test
    void aReferenceBecomesItsBytes() throws Exception {
        // Given
        FakeChunkStore store = new FakeChunkStore().with("k", (byte) 1, (byte) 2);

        // When
        SessionInput input = fetch(store, Duration.ofSeconds(10), chunk("k"));

        // Then
        assertThat(input.chunk().bytes()).containsExactly(1, 2);
        assertThat(input.chunk().location()).isEqualTo("s3://bucket/k");
        assertThat(input.failure()).isNull();
    }

    @Test
    void whatIsNoChunkPassesThrough() throws Exception {
        // Given
        SessionEnded ended = new SessionEnded(1, SESSION, 5, 1, 3);

        // When
        SessionInput input = fetch(
                new FakeChunkStore(),
                Duration.ofSeconds(10),
                new SpeakerEvent(SESSION, 5, null, null, null, null, ended, null));

        // Then
        assertThat(input.sessionEnded()).isEqualTo(ended);
    }

    @Test
    void anErrorThatPassesCostsNothing() throws Exception {
        // Given
        FakeChunkStore store = new FakeChunkStore().with("k", (byte) 7).failing(3);

        // When
        SessionInput input = fetch(store, Duration.ofSeconds(10), chunk("k"));

        // Then
        assertThat(input.chunk().bytes()).containsExactly(7);
        assertThat(input.failure()).isNull();
    }

    @Test
    void aChunkThatIsNotThereGoesOnWithoutBytesBesideItsDeadLetter() throws Exception {
        // When
        SessionInput input = fetch(new FakeChunkStore(), Duration.ofSeconds(10), chunk("k"));

        // Then
        assertThat(input.chunk().bytes()).isNull();
        assertThat(input.failure().reason()).isEqualTo("CHUNK_NOT_FOUND");
        assertThat(input.failure().reference()).isEqualTo("s3://bucket/k");
    }

    @Test
    void aStoreThatKeepsFailingIsGivenUpWithinTheBound() throws Exception {
        // Given
        FakeChunkStore store = new FakeChunkStore().with("k", (byte) 7).failing(Integer.MAX_VALUE);

        // When
        SessionInput input = fetch(store, Duration.ofMillis(20), chunk("k"));

        // Then
        assertThat(input.chunk().bytes()).isNull();
        assertThat(input.failure().reason()).isEqualTo("CHUNK_UNAVAILABLE");
    }

    @Test
    void noAnswerAtAllIsAGapWhenTheOperatorsTimeComes() throws Exception {
        // Given
        FetchChunks stage = stage(new FakeChunkStore().silent(), Duration.ofSeconds(10));
        Result result = new Result();
        stage.asyncInvoke(chunk("k"), result);

        // When
        stage.timeout(chunk("k"), result);

        // Then
        assertThat(result.value().failure().reason()).isEqualTo("CHUNK_UNAVAILABLE");
    }

    private static SessionInput fetch(FakeChunkStore store, Duration timeout, SpeakerEvent event) throws Exception {
        Result result = new Result();
        stage(store, timeout).asyncInvoke(event, result);
        return result.value();
    }

    private static FetchChunks stage(FakeChunkStore store, Duration timeout) {
        FetchSettings settings = new FetchSettings(AwsEndpoint.of("us-east-1"), timeout, Duration.ofMillis(1), 10);
        FetchChunks stage = new FetchChunks(() -> store, settings);
        stage.setRuntimeContext(new MockStreamingRuntimeContext(1, 0));
        stage.open(DefaultOpenContext.INSTANCE);
        return stage;
    }

    private static SpeakerEvent chunk(String key) {
        ChunkReference reference = new ChunkReference(1, SESSION, 5, 0, 3, "bucket", key, 2, 4);
        return new SpeakerEvent(SESSION, 5, null, reference, null, null, null, null);
    }

    /** What the stage answers. */
    private static final class Result implements ResultFuture<SessionInput> {

        private final CompletableFuture<Collection<SessionInput>> answer = new CompletableFuture<>();

        SessionInput value() throws Exception {
            Collection<SessionInput> values = answer.get(10, TimeUnit.SECONDS);
            assertThat(values).hasSize(1);
            return values.iterator().next();
        }

        @Override
        public void complete(Collection<SessionInput> result) {
            answer.complete(result);
        }

        @Override
        public void completeExceptionally(Throwable error) {
            answer.completeExceptionally(error);
        }

        @Override
        public void complete(CollectionSupplier<SessionInput> supplier) {
            try {
                answer.complete(supplier.get());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        }
    }
}
