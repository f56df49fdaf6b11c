package dev.dragoman.job.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.transcode.TranscodeException.Reason;
import dev.dragoman.samples.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTranscoderTest extends TranscoderContract {

    private static final Batch BATCH = Batches.of(new byte[100], 4_800, 0);

    @TempDir
    Path folder;

    @Override
    Transcoder open() throws IOException {
        return FfmpegTranscoder.bundled(TranscodeSettings.defaults()).open();
    }

    /** Whatever a test did, nothing of it may stay. */
    @AfterEach
    void leavesNoThreadAndNoProcess() {
        closeIt();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("transcode-")));
        await().untilAsserted(
                        () -> assertThat(ProcessHandle.current().children()).isEmpty());
    }

    @Test
    void tellsWhatTheDecoderSaid() throws Exception {
        try (Transcoder ffmpeg = open()) {
            // When
            TranscodeException failure = failure(ffmpeg.transcode(BATCH));

            // Then
            assertThat(failure).hasMessageContaining("ended with status 1").hasMessageContaining("Invalid data");
        }
    }

    @Test
    void refusesABatchThatAnnouncesAnotherLength() throws Exception {
        try (Transcoder ffmpeg = open()) {
            // Given
            byte[] webm = Recording.load("cr-wa-24k-250").concatenated();

            // When, Then
            assertThat(failure(ffmpeg.transcode(Batches.of(webm, 1_056_960 + 3, 0))))
                    .hasMessageContaining("352320 of 352321 samples")
                    .extracting(TranscodeException::reason)
                    .isEqualTo(Reason.WRONG_LENGTH);
            assertThat(failure(ffmpeg.transcode(Batches.of(webm, 4_800, 0))))
                    .hasMessageContaining("more than 1600 samples")
                    .extracting(TranscodeException::reason)
                    .isEqualTo(Reason.WRONG_LENGTH);
        }
    }

    @Test
    void killsADecoderThatHangs() throws Exception {
        try (Transcoder hanging = at("exec sleep 600", 1, 4, 500)) {
            // When
            TranscodeException failure = failure(hanging.transcode(BATCH));

            // Then
            assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
            await().untilAsserted(
                            () -> assertThat(ProcessHandle.current().children()).isEmpty());
        }
    }

    @Test
    void aBatchThatWaitsBehindAHangingOneIsAnsweredAtItsDeadlineToo() throws Exception {
        try (Transcoder hanging = at("exec sleep 600", 1, 4, 500)) {
            // When
            CompletableFuture<Pcm> first = hanging.transcode(BATCH);
            CompletableFuture<Pcm> second = hanging.transcode(BATCH);

            // Then
            assertThat(reason(first)).isEqualTo(Reason.TIMEOUT);
            assertThat(reason(second)).isEqualTo(Reason.TIMEOUT);
        }
    }

    @Test
    void drainsADecoderThatComplainsWithoutEndAndKeepsTheBeginningOnly() throws Exception {
        try (Transcoder chatty =
                at("echo beginning >&2; head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 3", 1, 4, 20_000)) {
            // When
            TranscodeException failure = failure(chatty.transcode(BATCH));

            // Then
            assertThat(failure).hasMessageContaining("status 3; it said: beginning xxx");
            assertThat(failure.getMessage()).hasSizeLessThan(FfmpegRun.COMPLAINT_BYTES + 100);
        }
    }

    @Test
    void stopsADecoderThatWritesWithoutEnd() throws Exception {
        try (Transcoder endless = at("exec cat /dev/zero", 1, 4, 20_000)) {
            assertThat(reason(endless.transcode(BATCH))).isEqualTo(Reason.WRONG_LENGTH);
        }
    }

    @Test
    void doesNotMindADecoderThatReadsNothing() throws Exception {
        try (Transcoder deaf = at("exit 4", 1, 4, 20_000)) {
            // Given: more than a pipe holds
            Batch large = Batches.of(new byte[1_000_000], 4_800, 0);

            // When, Then
            assertThat(failure(deaf.transcode(large))).hasMessageContaining("status 4");
        }
    }

    @Test
    void feedsADecoderMoreThanItsPipesHold() throws Exception {
        try (Transcoder echo = at("exec cat", 1, 4, 20_000)) {
            // Given
            int bytes = 2_000_000;

            // When
            Pcm pcm = get(echo.transcode(Batches.of(new byte[bytes], bytes / 2 * 3, 0)));

            // Then
            assertThat(pcm.bytes()).hasSize(bytes);
        }
    }

    @Test
    void endsItsProcessWhenCancelled() throws Exception {
        try (Transcoder hanging = at("exec sleep 600", 1, 4, 60_000)) {
            // Given
            CompletableFuture<Pcm> answer = hanging.transcode(BATCH);
            await().untilAsserted(
                            () -> assertThat(ProcessHandle.current().children()).isNotEmpty());

            // When
            answer.cancel(true);

            // Then
            await().untilAsserted(
                            () -> assertThat(ProcessHandle.current().children()).isEmpty());
        }
    }

    @Test
    void endsItsProcessesWhenClosed() throws Exception {
        // Given
        Transcoder hanging = at("exec sleep 600", 2, 4, 60_000);
        Stream<CompletableFuture<Pcm>> answers =
                Stream.of(hanging.transcode(BATCH), hanging.transcode(BATCH), hanging.transcode(BATCH));
        await().untilAsserted(
                        () -> assertThat(ProcessHandle.current().children()).hasSize(2));

        // When
        hanging.close();

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(reason(answer)).isEqualTo(Reason.CLOSED));
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void refusesMoreThanItsCapacity() throws Exception {
        try (Transcoder hanging = at("exec sleep 600", 1, 1, 60_000)) {
            // Given
            var unused = hanging.transcode(BATCH);
            var waiting = hanging.transcode(BATCH);

            // When, Then
            assertThat(reason(hanging.transcode(BATCH))).isEqualTo(Reason.BUSY);
            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void saysWhenThereIsNoDecoder() {
        try (Transcoder missing = FfmpegTranscoder.at(folder.resolve("missing"), TranscodeSettings.defaults())) {
            assertThat(failure(missing.transcode(BATCH)))
                    .hasMessageContaining("missing")
                    .extracting(TranscodeException::reason)
                    .isEqualTo(Reason.UNAVAILABLE);
        }
    }

    private Transcoder at(String script, int processes, int capacity, long timeoutMillis) throws IOException {
        Path executable = Files.writeString(folder.resolve("decoder"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwx------"));
        return FfmpegTranscoder.at(
                executable, new TranscodeSettings(processes, capacity, Duration.ofMillis(timeoutMillis)));
    }
}
