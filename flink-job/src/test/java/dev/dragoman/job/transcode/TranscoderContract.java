package dev.dragoman.job.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.transcode.TranscodeException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every transcoder does; run against the fake and against ffmpeg. */
abstract class TranscoderContract {

    private Transcoder transcoder;

    abstract Transcoder open() throws Exception;

    @BeforeEach
    void openOne() throws Exception {
        transcoder = open();
    }

    @AfterEach
    void closeIt() {
        transcoder.close();
    }

    @Test
    void givesAThirdOfTheBatchsSamples() throws Exception {
        // Given
        Batch batch = Batches.whole("cr-wa-24k-250");

        // When
        Pcm pcm = get(transcoder.transcode(batch));

        // Then
        assertThat(pcm.samples()).isEqualTo(batch.samples48k() / 3);
    }

    @Test
    void dropsThePreroll() throws Exception {
        // Given
        Batch whole = Batches.whole("cr-wa-24k-250");
        int preroll = 11_520;

        // When
        Pcm all = get(transcoder.transcode(whole));
        Pcm later = get(transcoder.transcode(Batches.of(whole.webm(), whole.samples48k() - preroll, preroll)));

        // Then
        assertThat(later.samples()).isEqualTo(all.samples() - preroll / 3);
        assertThat(later.bytes()).endsWith(last(all.bytes(), 32_000)).hasSize(all.bytes().length - preroll / 3 * 2);
    }

    @Test
    void carriesTheBatchsPlace() throws Exception {
        // Given
        Batch batch = Batches.whole("cr-wa-24k-250");

        // When
        Pcm pcm = get(transcoder.transcode(batch));

        // Then
        assertThat(pcm.session()).isEqualTo(batch.session());
        assertThat(pcm.serverMillis()).isEqualTo(batch.serverMillis());
        assertThat(pcm.mediaStart16k()).isEqualTo(batch.mediaStart48k() / 3);
        assertThat(pcm.gaps()).isEqualTo(batch.gaps());
        assertThat(pcm.endOfSession()).isFalse();
    }

    @Test
    void refusesWhatIsNotWebm() {
        // Given
        byte[] text = "This is no recording.".repeat(100).getBytes(StandardCharsets.UTF_8);

        // When, Then
        assertThat(reason(transcoder.transcode(Batches.of(text, 4_800, 0)))).isEqualTo(Reason.UNDECODABLE);
        assertThat(reason(transcoder.transcode(Batches.of(new byte[0], 4_800, 0))))
                .isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void goesOnAfterAnUndecodableBatch() throws Exception {
        // Given
        assertThat(reason(transcoder.transcode(Batches.of(new byte[10], 4_800, 0))))
                .isEqualTo(Reason.UNDECODABLE);

        // When
        Pcm pcm = get(transcoder.transcode(Batches.whole("cr-wa-24k-250")));

        // Then
        assertThat(pcm.samples()).isPositive();
    }

    @Test
    void decodesManyAtOnce() throws Exception {
        // Given
        Batch batch = Batches.whole("cr-wa-24k-250");
        List<CompletableFuture<Pcm>> answers = new ArrayList<>();

        // When
        for (int i = 0; i < 20; i++) {
            answers.add(transcoder.transcode(batch));
        }

        // Then
        for (CompletableFuture<Pcm> answer : answers) {
            assertThat(get(answer).samples()).isEqualTo(batch.samples48k() / 3);
        }
    }

    @Test
    void takesNothingOnceClosed() {
        // Given
        transcoder.close();

        // When, Then
        assertThat(reason(transcoder.transcode(Batches.whole("cr-wa-24k-250")))).isEqualTo(Reason.CLOSED);
    }

    static Pcm get(CompletableFuture<Pcm> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }

    static TranscodeException failure(CompletableFuture<Pcm> answer) {
        List<TranscodeException> failures = new ArrayList<>();
        assertThatThrownBy(() -> get(answer))
                .isInstanceOfSatisfying(
                        ExecutionException.class,
                        e -> assertThat(e.getCause()).isInstanceOfSatisfying(TranscodeException.class, failures::add));
        return failures.get(0);
    }

    static Reason reason(CompletableFuture<Pcm> answer) {
        return failure(answer).reason();
    }

    private static byte[] last(byte[] bytes, int count) {
        return java.util.Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
    }
}
