package dev.dragoman.job.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.transcode.TranscodeException.Reason;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TranscodeBatchesTest {

    private static final byte[] EBML = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3};

    /** The operator is serialised on its way into the harness, the fake must not be. */
    private static FakeTranscoder fake;

    private OneInputStreamOperatorTestHarness<Batch, Transcoded> operator;

    @BeforeEach
    void open() throws Exception {
        fake = new FakeTranscoder();
        operator = new OneInputStreamOperatorTestHarness<>(
                new AsyncWaitOperatorFactory<>(new TranscodeBatches(() -> fake), 10_000, 8, OutputMode.ORDERED),
                serializer(Batch.class));
        operator.setup(serializer(Transcoded.class));
        operator.open();
    }

    @AfterEach
    void close() throws Exception {
        operator.close();
    }

    @Test
    void soundLeavesInTheOrderOfItsBatches() throws Exception {
        // Given
        fake.hold();
        operator.processElement(batch(0), 0);
        operator.processElement(batch(1), 0);
        operator.processElement(batch(2), 0);

        // When
        fake.release(2);
        fake.release(0);
        fake.release(1);

        // Then
        assertThat(output(3)).extracting(result -> result.pcm().mediaStart16k()).containsExactly(0L, 16_000L, 32_000L);
    }

    @Test
    void waitingBlocksNobody() throws Exception {
        // Given
        fake.hold();

        // When: more would block, since the operator holds eight
        for (int i = 0; i < 8; i++) {
            operator.processElement(batch(i), 0);
        }

        // Then
        assertThat(fake.asked()).hasSize(8);
        assertThat(operator.extractOutputValues()).isEmpty();
    }

    @Test
    void anUndecodableBatchBecomesSilenceOfItsLengthAndADeadLetter() throws Exception {
        // Given
        fake.failNext(Reason.UNDECODABLE);

        // When
        operator.processElement(batch(3), 0);
        operator.processElement(batch(4), 0);

        // Then
        List<Transcoded> results = output(2);
        assertThat(results.get(0).pcm().bytes()).hasSize(32_000).containsOnly(0);
        assertThat(results.get(0).pcm().mediaStart16k()).isEqualTo(48_000);
        assertThat(results.get(0).failure())
                .isEqualTo(new DeadLetter(
                        "transcode", "UNDECODABLE", "golden-eagle-427", "media 3000-4000 ms", "as told", 1_003));
        assertThat(results.get(1).failure()).isNull();
        assertThat(results.get(1).pcm().bytes()).hasSize(32_000).doesNotContain(0);
    }

    @Test
    void aLostAnswerBecomesSilenceOnceTheOperatorsPatienceEnds() throws Exception {
        // Given
        fake.loseAnswers();
        operator.processElement(batch(0), 0);

        // When
        operator.setProcessingTime(10_001);

        // Then
        assertThat(output(1).get(0).failure()).extracting(DeadLetter::reason).isEqualTo("TIMEOUT");
    }

    @Test
    void theEndOfASessionPassesWithoutAudio() throws Exception {
        // When
        operator.processElement(Batches.end(), 0);

        // Then
        Transcoded end = output(1).get(0);
        assertThat(end.pcm().endOfSession()).isTrue();
        assertThat(end.pcm().bytes()).isEmpty();
        assertThat(end.pcm().mediaStart16k()).isEqualTo(32_000);
        assertThat(end.failure()).isNull();
        assertThat(fake.asked()).isEmpty();
    }

    @Test
    void theEndOfASessionPassesWithALastBatchThatCannotBeDecoded() throws Exception {
        // Given
        fake.failNext(Reason.WRONG_LENGTH);
        Batch last = new Batch(Batches.SESSION, 1_000, 0, 48_000, 0, EBML, true, 0);

        // When
        operator.processElement(last, 0);

        // Then
        assertThat(output(1).get(0).pcm().endOfSession()).isTrue();
    }

    @Test
    void closesItsTranscoder() throws Exception {
        // When
        operator.close();

        // Then
        assertThat(fake.isClosed()).isTrue();
    }

    @Test
    void whatFlowsNeedsNoKryo() {
        assertThat(TypeInformation.of(Transcoded.class)).isInstanceOf(PojoTypeInfo.class);
        SerializerConfigImpl strict = new SerializerConfigImpl();
        strict.setGenericTypes(false);
        assertThat(TypeInformation.of(Transcoded.class).createSerializer(strict))
                .isNotNull();
    }

    private List<Transcoded> output(int count) throws Exception {
        await().until(() -> {
            // Completed batches are put out by the operator's own thread, which is this one.
            operator.getTaskMailbox().drain().forEach(mail -> {
                try {
                    mail.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            return operator.extractOutputValues().size() == count;
        });
        return operator.extractOutputValues();
    }

    private static Batch batch(int second) {
        return new Batch(Batches.SESSION, 1_000 + second, second * 48_000L, 48_000, 0, EBML, false, 0);
    }

    private static <T> TypeSerializer<T> serializer(Class<T> type) {
        return TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
    }
}
