package dev.dragoman.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.samples.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PacketsCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void aWholeRecordingHasNoGap() throws IOException {
        // Given
        write();

        // When
        int status = packets();

        // Then
        assertThat(status).isZero();
        assertThat(out.toString()).contains("367 packets").doesNotContain("gap");
    }

    @Test
    void aChunkThatTheFolderLacksIsTheSameAsOneThatIsDropped() throws IOException {
        // Given
        write();
        int dropped = packets("--drop", "7");
        String expected = out.toString();
        out.getBuffer().setLength(0);
        Files.delete(folder.resolve("0007.webm"));

        // When
        int lacking = packets();

        // Then
        assertThat(lacking).isEqualTo(dropped).isEqualTo(1);
        assertThat(out.toString()).isEqualTo(expected).contains("gap: ");
    }

    @Test
    void chunksAreTakenInTheOrderOfTheirNumbers() throws IOException {
        // Given
        List<Recording.RecordedChunk> chunks = Recording.load("cr-wa-24k-250").chunks();
        for (int i = 0; i < chunks.size(); i++) {
            Files.write(folder.resolve(i + ".webm"), chunks.get(i).bytes());
        }

        // When
        int status = packets();

        // Then
        assertThat(status).isZero();
    }

    private int packets(String... options) {
        CommandLine commands = Main.commandLine().setOut(new PrintWriter(out, true));
        String[] args = new String[options.length + 2];
        args[0] = "packets";
        args[1] = folder.toString();
        System.arraycopy(options, 0, args, 2, options.length);
        return commands.execute(args);
    }

    private void write() throws IOException {
        List<Recording.RecordedChunk> chunks = Recording.load("cr-wa-24k-250").chunks();
        for (int i = 0; i < chunks.size(); i++) {
            Files.write(
                    folder.resolve(String.format(Locale.ROOT, "%04d.webm", i)),
                    chunks.get(i).bytes());
        }
    }
}
