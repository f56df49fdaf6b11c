package dev.dragoman.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.samples.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledFfmpegTest {

    private static BundledFfmpeg ffmpeg;

    @TempDir
    Path folder;

    @BeforeAll
    static void unpack() throws IOException {
        ffmpeg = BundledFfmpeg.unpack();
    }

    @AfterAll
    static void delete() {
        ffmpeg.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cr-wa-24k-250", "cr-wa-24k-250-stereo", "ff-wa-24k-250"})
    void decodesARecordingToItsWholeLength(String name) throws Exception {
        // Given
        Recording recording = Recording.load(name);

        // When
        Result result =
                run(recording.concatenated(), "-i", "pipe:0", "-f", "s16le", "-ac", "1", "-ar", "16000", "pipe:1");

        // Then: Firefox announces 312 samples of pre-skip, which a decoder drops.
        long preSkip = name.startsWith("ff") ? 312 : 0;
        assertThat(result.status).isZero();
        assertThat(result.output.length / 2)
                .isEqualTo(Math.toIntExact((recording.expected().samples48k() - preSkip) / 3));
    }

    @Test
    void opensNoFile() throws Exception {
        // Given
        Path file = Files.write(
                folder.resolve("a.webm"), Recording.load("cr-wa-24k-250").concatenated());

        // When
        Result result = run(new byte[0], "-i", file.toString(), "-f", "s16le", "pipe:1");
        Result withName = run(new byte[0], "-i", "file:" + file, "-f", "s16le", "pipe:1");

        // Then
        assertThat(result.status).isNotZero();
        assertThat(result.errors).contains("Protocol not found");
        assertThat(withName.status).isNotZero();
        assertThat(withName.errors).contains("Protocol not found");
    }

    @Test
    void writesNoFile() throws Exception {
        // Given
        Path target = folder.resolve("out.pcm");

        // When
        Result result =
                run(Recording.load("cr-wa-24k-250").concatenated(), "-i", "pipe:0", "-f", "s16le", target.toString());

        // Then
        assertThat(result.status).isNotZero();
        assertThat(target).doesNotExist();
    }

    @Test
    void knowsNothingButPipesMatroskaAndOpus() throws Exception {
        // When
        String protocols = new String(run(new byte[0], "-protocols").output, StandardCharsets.UTF_8);
        String demuxers = new String(run(new byte[0], "-demuxers").output, StandardCharsets.UTF_8);

        // Then
        assertThat(protocols.lines().map(String::strip))
                .containsOnlyOnce("Output:")
                .containsOnly("Supported file protocols:", "Input:", "Output:", "pipe");
        assertThat(demuxers.lines().filter(line -> line.startsWith(" D ")).filter(line -> !line.contains("= Demuxing")))
                .singleElement()
                .asString()
                .contains("matroska,webm");
    }

    @Test
    void isSmallAndNeedsNoLibrary() throws Exception {
        // When
        byte[] program = Files.readAllBytes(ffmpeg.executable());

        // Then: a dynamic executable names its loader.
        assertThat(program.length).isLessThan(4_000_000);
        assertThat(new String(program, StandardCharsets.ISO_8859_1)).doesNotContain("/ld-linux");
    }

    @Test
    void carriesItsLicenceAndItsOrigin() throws Exception {
        try (InputStream licence =
                BundledFfmpeg.class.getResourceAsStream(BundledFfmpeg.platform() + "/COPYING.LGPLv2.1")) {
            assertThat(licence)
                    .isNotNull()
                    .asString(StandardCharsets.UTF_8)
                    .contains("GNU LESSER GENERAL PUBLIC LICENSE");
        }
        assertThat(BundledFfmpeg.origin()).containsKeys("version", "source", "configure");
        assertThat(BundledFfmpeg.origin().getProperty("configure")).contains("--enable-protocol=pipe");
        assertThat(ffmpeg.version()).startsWith("ffmpeg version");
    }

    @Test
    void unpacksIntoAGivenFolderAndOverAnOlderOne() throws Exception {
        // Given
        Files.writeString(folder.resolve("ffmpeg"), "an older one");

        // When
        try (BundledFfmpeg unpacked = BundledFfmpeg.unpackInto(folder)) {
            // Then
            assertThat(unpacked.executable())
                    .isEqualTo(folder.resolve("ffmpeg"))
                    .isExecutable();
            assertThat(folder).isDirectoryContaining("glob:**/ffmpeg").isDirectoryNotContaining("glob:**.part");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhyItCannotBeUnpacked() {
        assertThatThrownBy(() -> BundledFfmpeg.unpackInto(folder.resolve("missing")))
                .isInstanceOf(FfmpegUnavailableException.class)
                .hasMessageContaining("can't be unpacked into " + folder.resolve("missing"));
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Result(int status, byte[] output, String errors) {}

    private Result run(byte[] input, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(ffmpeg.executable().toString(), "-hide_banner", "-loglevel", "error"));
        command.addAll(List.of(arguments));
        Path in = Files.write(Files.createTempFile(folder, "in", ""), input);
        Path out = Files.createTempFile(folder, "out", "");
        Path errors = Files.createTempFile(folder, "errors", "");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readAllBytes(out), Files.readString(errors));
    }
}
