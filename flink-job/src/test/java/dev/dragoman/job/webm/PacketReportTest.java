package dev.dragoman.job.webm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.webm.WebmException.Reason;
import dev.dragoman.samples.Recording;
import dev.dragoman.samples.Recording.RecordedChunk;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The report says of a recording what is in it, what is missing, and what can't be read. */
class PacketReportTest {

    private static List<byte[]> chunks(String name) {
        return Recording.load(name).chunks().stream().map(RecordedChunk::bytes).toList();
    }

    @Test
    void aWholeRecordingHasNoGapAndNoProblem() {
        // Given
        Recording recording = Recording.load("cr-wa-24k-250-restart");

        // When
        PacketReport report = PacketReport.of(chunks(recording.name()), Set.of());

        // Then
        assertThat(report.packets().stream()
                        .map(row -> new Recording.ExpectedPacket(
                                row.completeAfterChunk(),
                                row.initSegment(),
                                row.timestampMillis(),
                                row.samples48k(),
                                row.bytes(),
                                row.crc32())))
                .isEqualTo(recording.expected().packets());
        assertThat(report.packets().get(2).mediaMillis()).isEqualTo(120.0);
        assertThat(report.gaps()).isEmpty();
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void aDroppedChunkIsAGap() {
        PacketReport report = PacketReport.of(chunks("ff-wa-24k-100"), Set.of(2));
        assertThat(report.gaps()).containsExactly(new Gap(0, 0, 10 * 960, 5 * 960));
        assertThat(report.packets()).hasSize(459);
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void aMissingStartIsOneProblem() {
        PacketReport report = PacketReport.of(chunks("ff-wa-24k-100"), Set.of(0));
        assertThat(report.packets()).isEmpty();
        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.chunk()).isEqualTo(1);
            assertThat(problem.reason()).isEqualTo(Reason.RECORDING_START_MISSING);
        });
    }

    @Test
    void aFileThatIsNotWebmIsOneProblem() {
        PacketReport report = PacketReport.of(chunks("cr-mp4-24k-250"), Set.of());
        assertThat(report.packets()).isEmpty();
        assertThat(report.problems())
                .containsExactly(new PacketReport.Problem(0, Reason.NOT_WEBM, "the recording is not WebM"));
    }

    @Test
    void aTruncatedFileKeepsItsPackets() {
        byte[] whole = Recording.load("ff-wa-24k-100").concatenated();
        PacketReport report = PacketReport.of(List.of(Arrays.copyOf(whole, 10_000)), Set.of());
        assertThat(report.packets()).hasSizeGreaterThan(100);
        assertThat(report.problems())
                .singleElement()
                .extracting(PacketReport.Problem::reason)
                .isEqualTo(Reason.TRUNCATED);
    }
}
