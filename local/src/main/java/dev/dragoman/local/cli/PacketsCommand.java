package dev.dragoman.local.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dragoman.client.RecordedTalk;
import dev.dragoman.job.webm.Gap;
import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.PacketReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code packets}: what the reassembler sees, for support cases. */
@Command(
        name = "packets",
        description = {
            "What the reassembler sees in a folder of chunks or a WebM file: one row a packet, then gaps and errors.",
            "Exit status 0 if every byte was understood and nothing is missing."
        },
        mixinStandardHelpOptions = true)
final class PacketsCommand implements Callable<Integer> {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Parameters(paramLabel = "PATH", description = "A folder of recorded chunks, or a WebM file.")
    private Path path = Path.of("");

    @Option(
            names = "--drop",
            paramLabel = "N",
            split = ",",
            description = "Leave chunk N out, counted from 0. May be repeated.")
    private List<Integer> drop = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Set<Integer> lost = new HashSet<>(drop);
        List<byte[]> chunks = chunks(lost);
        for (int index : drop) {
            if (index < 0 || index >= chunks.size()) {
                throw new ParameterException(
                        spec == null ? Main.commandLine() : spec.commandLine(),
                        "--drop: was " + index + ", accepted is 0 to " + (chunks.size() - 1));
            }
        }
        PacketReport report = PacketReport.of(chunks, lost);
        PrintWriter out = Terminal.out(spec);
        if (json) {
            out.println(JSON.writeValueAsString(report));
        } else {
            print(report, out);
        }
        out.flush();
        return report.gaps().isEmpty() && report.problems().isEmpty() ? 0 : 1;
    }

    /** Its chunks; the numbers of those that are not there are added to the lost ones. */
    private List<byte[]> chunks(Set<Integer> lost) throws Exception {
        if (!Files.isDirectory(path)) {
            return List.of(Files.readAllBytes(path));
        }
        List<byte[]> chunks = new ArrayList<>();
        for (RecordedTalk.TimedChunk chunk : RecordedTalk.read(path).chunks()) {
            byte[] bytes = chunk.bytes();
            if (bytes == null) {
                lost.add(chunks.size());
            }
            chunks.add(bytes == null ? new byte[0] : bytes);
        }
        return chunks;
    }

    private static void print(PacketReport report, PrintWriter out) {
        out.println("chunk  init  container ms     media ms  samples  bytes  crc-32");
        for (PacketReport.Row row : report.packets()) {
            out.printf(
                    "%5d  %4d  %12d  %11.3f  %7d  %5d  %s%n",
                    row.completeAfterChunk(),
                    row.initSegment(),
                    row.timestampMillis(),
                    row.mediaMillis(),
                    row.samples48k(),
                    row.bytes(),
                    row.crc32());
        }
        long samples = report.packets().stream()
                .mapToLong(PacketReport.Row::samples48k)
                .sum();
        out.printf(
                "%n%s, %.3f s of audio%n",
                Terminal.count(report.packets().size(), "packet"), samples / (double) OpusPacket.RATE);
        for (Gap gap : report.gaps()) {
            out.printf(
                    "gap: %.3f s missing from %s on%n",
                    gap.samples48k() / (double) OpusPacket.RATE,
                    Terminal.clock(gap.mediaStart48k() / OpusPacket.SAMPLES_PER_MILLI));
        }
        for (PacketReport.Problem problem : report.problems()) {
            out.printf("error: chunk %d: %s (%s)%n", problem.chunk(), problem.message(), problem.reason());
        }
    }
}
