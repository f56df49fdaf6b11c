package dev.dragoman.local.talk;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dragoman.client.HeardAudio;
import dev.dragoman.job.transcript.WebVtt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a talk leaves on disk: {@code report.json}, {@code source.vtt}, and for each language {@code
 * LANGUAGE.vtt} and {@code LANGUAGE/MEDIASTART.mp3}.
 */
public final class TalkFiles {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private TalkFiles() {}

    /** The report as JSON text. */
    public static String json(TalkReport report) {
        try {
            return JSON.writeValueAsString(report) + "\n";
        } catch (IOException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }

    /** Writes everything into a folder, made if missing. */
    public static void write(Path folder, TalkRecord record, TalkReport report, List<String> languages)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("source.vtt"), WebVtt.of(record.captions(null)), StandardCharsets.UTF_8);
        for (String language : languages) {
            Files.writeString(
                    folder.resolve(language + ".vtt"), WebVtt.of(record.captions(language)), StandardCharsets.UTF_8);
            Files.createDirectories(folder.resolve(language));
            for (HeardAudio audio : record.heard(language)) {
                Files.write(folder.resolve(TalkRecord.audioFile(language, audio.mediaStartMillis())), audio.bytes());
            }
        }
        Files.writeString(folder.resolve("report.json"), json(report), StandardCharsets.UTF_8);
    }
}
