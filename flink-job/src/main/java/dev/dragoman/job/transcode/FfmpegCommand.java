package dev.dragoman.job.transcode;

import com.github.kokorin.jaffree.LogLevel;
import com.github.kokorin.jaffree.ffmpeg.FFmpeg;
import com.github.kokorin.jaffree.ffmpeg.UrlInput;
import com.github.kokorin.jaffree.ffmpeg.UrlOutput;
import java.nio.file.Path;
import java.util.List;

/** What ffmpeg is asked to do with a batch: WebM on its standard input, PCM for {@code Pcm} on its standard output. */
final class FfmpegCommand extends FFmpeg {

    private FfmpegCommand(Path executable) {
        super(executable);
    }

    /** The arguments, the same for every batch: put together once, since Jaffree warns each time of no progress report. */
    static List<String> arguments(Path executable) {
        FfmpegCommand command = new FfmpegCommand(executable);
        // Jaffree's PipeInput and PipeOutput are TCP sockets in truth, which this ffmpeg can't open, on purpose.
        command.addInput(UrlInput.fromUrl("pipe:0").setFormat("matroska"))
                .addOutput(UrlOutput.toUrl("pipe:1")
                        .addArguments("-ac", "1")
                        .addArguments("-ar", "16000")
                        .setFormat("s16le"))
                .addArgument("-nostdin")
                .addArgument("-hide_banner")
                .setLogLevel(LogLevel.ERROR);
        return List.copyOf(command.buildArguments());
    }
}
