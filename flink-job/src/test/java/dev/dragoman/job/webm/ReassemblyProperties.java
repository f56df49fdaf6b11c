package dev.dragoman.job.webm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.samples.Recording;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Wherever the bytes are cut, and wherever the job stops and goes on from a snapshot: the same packets. */
class ReassemblyProperties {

    @Provide
    Arbitrary<Recording> recordings() {
        return Arbitraries.of(Recording.allWebm().stream().map(Recording::load).toList())
                .dontShrink();
    }

    @Property(tries = 150)
    void theCutsDoNotMatter(
            @ForAll("recordings") Recording recording,
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 5000) int longest) {
        // Given
        byte[] bytes = recording.concatenated();
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();

        // When
        for (int at = 0; at < bytes.length; ) {
            int next = Math.min(bytes.length, at + random.nextInt(longest + 1));
            collected.push(demuxer, Arrays.copyOfRange(bytes, at, next));
            at = next;
        }
        collected.end(demuxer);

        // Then
        assertThat(collected.lines()).isEqualTo(ReassemblyTest.expectedLines(recording, 0));
        assertThat(collected.problems).isEmpty();
    }

    @Property(tries = 60)
    void aResumedDemuxerGoesOnAsTheOneBefore(
            @ForAll("recordings") Recording recording,
            @ForAll Random random,
            @ForAll @IntRange(min = 50, max = 2000) int longest,
            @ForAll @IntRange(min = 0, max = 20) int lossPercent)
            throws WebmException {
        // Given
        byte[] bytes = recording.concatenated();
        WebmDemuxer uninterrupted = WebmDemuxer.startingAt(0);
        WebmDemuxer interrupted = WebmDemuxer.startingAt(0);
        Collected one = new Collected();
        Collected other = new Collected();

        // When
        for (int at = 0; at < bytes.length; ) {
            int next = Math.min(bytes.length, at + random.nextInt(longest + 1));
            if (at > 300 && random.nextInt(100) < lossPercent) {
                uninterrupted.chunkLost(one);
                interrupted.chunkLost(other);
            } else {
                byte[] chunk = Arrays.copyOfRange(bytes, at, next);
                one.push(uninterrupted, chunk);
                other.push(interrupted, chunk);
            }
            byte[] snapshot = interrupted.snapshot();
            assertThat(snapshot.length).isLessThan(Limits.MAX_SNAPSHOT_BYTES);
            interrupted = WebmDemuxer.resume(snapshot);
            assertThat(interrupted.snapshot()).isEqualTo(snapshot);
            at = next;
        }
        one.end(uninterrupted);
        other.end(interrupted);

        // Then
        assertThat(other.lines()).isEqualTo(one.lines());
        assertThat(other.gaps).isEqualTo(one.gaps);
        assertThat(other.problems).isEqualTo(one.problems);
        assertThat(interrupted.mediaEnd48k()).isEqualTo(uninterrupted.mediaEnd48k());
    }

    @Property(tries = 200)
    void damagedSnapshotsAreRefused(@ForAll Random random, @ForAll @IntRange(min = 1, max = 20) int damages) {
        // Given
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        Collected collected = new Collected();
        byte[] recording = Recording.load("ff-wa-24k-100").concatenated();
        collected.push(demuxer, Arrays.copyOf(recording, random.nextInt(3000)));
        if (random.nextBoolean()) {
            demuxer.chunkLost(collected);
            collected.push(demuxer, Arrays.copyOfRange(recording, 5000, 5100));
        }
        byte[] snapshot = demuxer.snapshot();

        // When
        for (int i = 0; i < damages; i++) {
            snapshot[random.nextInt(snapshot.length)] = (byte) random.nextInt();
        }
        byte[] damaged = Arrays.copyOf(snapshot, snapshot.length - random.nextInt(3));

        // Then it is refused, or can be used without another kind of exception
        try {
            WebmDemuxer resumed = WebmDemuxer.resume(damaged);
            collected.push(resumed, Arrays.copyOfRange(recording, 3000, 9000));
            resumed.chunkLost(collected);
            collected.push(resumed, Arrays.copyOfRange(recording, 9000, 12000));
            collected.end(resumed);
        } catch (WebmException e) {
            assertThat(List.of(WebmException.Reason.BAD_SNAPSHOT)).contains(e.reason());
        }
    }
}
