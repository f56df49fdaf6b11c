package dev.dragoman.bench;

import com.code_intelligence.jazzer.Jazzer;
import dev.dragoman.job.webm.Gap;
import dev.dragoman.job.webm.Limits;
import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.WebmDemuxer;
import dev.dragoman.job.webm.WebmException;
import dev.dragoman.job.webm.WebmSink;
import dev.dragoman.samples.Recording;
import dev.dragoman.samples.Recording.RecordedChunk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Feeds the demuxer whatever Jazzer comes up with. {@code ./dragoman bench fuzz [SECONDS]} runs {@link
 * #main}; a finding ends it with a non-zero status and leaves the input in the corpus folder.
 *
 * <p>An input is a list of steps: a byte below {@link #LOST} is a chunk of so many times four bytes,
 * which follow it, the others are what else can happen to a demuxer. Whatever the steps:
 *
 * <ul>
 *   <li>there is no other exception than a {@link WebmException};
 *   <li>media time never runs backwards, packets never overlap, and what is between two is a gap;
 *   <li>a demuxer that is resumed from a snapshot after every step does the same as one that isn't,
 *       and its snapshot stays within {@link Limits#MAX_SNAPSHOT_BYTES};
 *   <li>until the first loss or fault, cutting the same bytes one by one gives the same packets.
 * </ul>
 */
public final class DemuxerFuzz {

    private static final int LOST = 250;
    private static final int ENDED = 251;
    private static final int EMPTY = 252;
    private static final int UNIT = 4;
    private static final int DEFAULT_SECONDS = 600;

    private DemuxerFuzz() {}

    /** Called by Jazzer with each input. */
    public static void fuzzerTestOneInput(byte[] steps) {
        Run run = new Run();
        for (int at = 0; at < steps.length; ) {
            int step = steps[at++] & 0xFF;
            int length = step < LOST ? Math.min(step * UNIT, steps.length - at) : 0;
            run.step(step, Arrays.copyOfRange(steps, at, at + length));
            at += length;
        }
        run.step(ENDED, new byte[0]);
    }

    /**
     * Fuzzes, starting from the bundled recordings.
     *
     * @param args for how many seconds (600 if absent), and a folder for the corpus (a temporary one if
     *     absent)
     */
    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? seconds(args[0]) : DEFAULT_SECONDS;
        Path corpus = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("dragoman-fuzz");
        writeSeeds(Files.createDirectories(corpus));
        List<String> arguments = new ArrayList<>(List.of(
                "--target_class=" + DemuxerFuzz.class.getName(),
                "--instrumentation_includes=dev.dragoman.job.webm.**",
                "--custom_hook_includes=dev.dragoman.job.webm.**",
                "--reproducer_path=" + corpus,
                "-artifact_prefix=" + corpus + "/",
                "-max_total_time=" + seconds,
                "-max_len=8192",
                "-timeout=10",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                corpus.toString()));
        Jazzer.main(arguments.toArray(String[]::new));
    }

    private static int seconds(String argument) {
        if (!argument.matches("[1-9][0-9]{0,5}")) {
            System.err.println("bench fuzz: SECONDS is " + argument + ", accepted is 1 to 999999");
            System.exit(2);
        }
        return Integer.parseInt(argument);
    }

    /** Each recording's first chunks: as they came, with one lost, and with a new recording after them. */
    private static void writeSeeds(Path corpus) throws IOException {
        List<String> names = new ArrayList<>(Recording.allWebm());
        names.addAll(Recording.NOT_WEBM);
        for (String name : names) {
            List<RecordedChunk> chunks = Recording.load(name).chunks();
            for (int lost = 0; lost < 4; lost++) {
                ByteArrayOutputStream seed = new ByteArrayOutputStream();
                for (int i = 0; i < 6; i++) {
                    if (i == lost) {
                        seed.write(i == 0 ? EMPTY : LOST);
                    }
                    if (i != lost || i == 0) {
                        writeSteps(chunks.get(i).bytes(), seed);
                    }
                }
                seed.write(ENDED);
                writeSteps(chunks.get(0).bytes(), seed);
                Files.write(corpus.resolve(name + "-" + lost), seed.toByteArray());
            }
        }
    }

    private static void writeSteps(byte[] bytes, ByteArrayOutputStream seed) {
        for (int at = 0; at < bytes.length; ) {
            int units = Math.min((LOST - 1), (bytes.length - at) / UNIT);
            if (units == 0) {
                // A rest of less than a unit: the padding is one more kind of damage.
                seed.write(1);
                seed.writeBytes(Arrays.copyOfRange(bytes, at, at + UNIT));
                return;
            }
            seed.write(units);
            seed.write(bytes, at, units * UNIT);
            at += units * UNIT;
        }
    }

    /** One input's demuxers: as it is, resumed after every step, and fed byte by byte. */
    private static final class Run {

        private final Log plainLog = new Log();
        private final Log resumedLog = new Log();
        private final Log singleLog = new Log();
        private final WebmDemuxer plain = WebmDemuxer.startingAt(0);
        private final WebmDemuxer single = WebmDemuxer.startingAt(0);
        private WebmDemuxer resumed = WebmDemuxer.startingAt(0);
        private boolean undisturbed = true;

        void step(int step, byte[] chunk) {
            String fault = apply(plain, step, chunk, plainLog);
            String resumedFault = apply(resumed, step, chunk, resumedLog);
            check(fault.equals(resumedFault), "faults differ: " + fault + ", resumed: " + resumedFault);
            check(plainLog.hasSameNewsAs(resumedLog), "a resumed demuxer tells something else");
            byte[] snapshot = resumed.snapshot();
            check(snapshot.length <= Limits.MAX_SNAPSHOT_BYTES, "a snapshot of " + snapshot.length + " bytes");
            try {
                resumed = WebmDemuxer.resume(snapshot);
            } catch (WebmException e) {
                throw new IllegalStateException("a snapshot is refused", e);
            }
            undisturbed &= step < LOST && fault.isEmpty();
            if (undisturbed) {
                for (byte one : chunk) {
                    apply(single, 1, new byte[] {one}, singleLog);
                }
                check(plainLog.hasSameNewsAs(singleLog), "byte by byte it tells something else");
            }
            plainLog.lines.clear();
            resumedLog.lines.clear();
            singleLog.lines.clear();
        }

        private static String apply(WebmDemuxer demuxer, int step, byte[] chunk, Log log) {
            try {
                switch (step) {
                    case LOST -> demuxer.chunkLost(log);
                    case ENDED -> demuxer.recordingEnded(log);
                    default -> demuxer.push(chunk, log);
                }
                return "";
            } catch (WebmException e) {
                return e.reason() + " " + e.getMessage();
            }
        }
    }

    /** What a demuxer told, checked as it comes. */
    private static final class Log implements WebmSink {

        /** What was told in the last step. */
        private final List<String> lines = new ArrayList<>();

        private long end48k;

        boolean hasSameNewsAs(Log other) {
            return lines.equals(other.lines);
        }

        @Override
        public void packet(OpusPacket packet) {
            check(packet.mediaStart48k() == end48k, "a packet at " + packet.mediaStart48k() + " after " + end48k);
            check(
                    packet.samples48k() > 0 && packet.samples48k() <= 5_760 && packet.samples48k() % 120 == 0,
                    "a packet of " + packet.samples48k() + " samples");
            end48k = packet.mediaEnd48k();
            lines.add(packet.initSegment() + " " + packet.timestampMillis() + " " + packet.mediaStart48k() + " "
                    + Arrays.hashCode(packet.bytes()));
        }

        @Override
        public void gap(Gap gap) {
            check(gap.mediaStart48k() == end48k && gap.samples48k() >= 120, "a gap that is none: " + gap);
            end48k = gap.mediaEnd48k();
            lines.add(gap.toString());
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
