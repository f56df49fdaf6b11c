package dev.dragoman.local.talk;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dragoman.client.HeardAudio;
import dev.dragoman.client.RecordedTalk;
import dev.dragoman.job.transcript.WebVtt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a talk leaves on disk: {@code report.json}, {@code source.vtt}, for each language {@code LANGUAGE.vtt}
 * and {@code LANGUAGE/MEDIASTART.mp3}, and {@code report.html} with all of it to look at. Where the talk's own
 * sound can't be decoded, the page is there without its waveform.
 */
public final class TalkFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TalkFiles.class);
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
    public static void write(Path folder, Talk.Outcome outcome, List<String> languages)
            throws IOException, InterruptedException {
        TalkRecord record = outcome.record();
        TalkReport report = outcome.report();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("source.vtt"), WebVtt.of(record.captions(null)), StandardCharsets.UTF_8);
        NavigableMap<Long, Map<String, byte[]>> audioByTime = new TreeMap<>();
        for (String language : languages) {
            Files.writeString(
                    folder.resolve(language + ".vtt"), WebVtt.of(record.captions(language)), StandardCharsets.UTF_8);
            Files.createDirectories(folder.resolve(language));
            for (HeardAudio audio : record.heard(language)) {
                String file = TalkRecord.audioFile(language, audio.mediaStartMillis());
                Files.write(folder.resolve(file), audio.bytes());
                audioByTime
                        .computeIfAbsent(audio.mediaStartMillis(), start -> new LinkedHashMap<>())
                        .put(file, audio.bytes());
            }
        }
        Files.writeString(folder.resolve("report.json"), json(report), StandardCharsets.UTF_8);
        Map<String, byte[]> audio = new LinkedHashMap<>();
        audioByTime.values().forEach(audio::putAll);
        Files.writeString(
                folder.resolve("report.html"),
                TalkPage.html(
                        outcome.playing().startedAt(),
                        languages,
                        report,
                        waveform(outcome.playing().talk()),
                        audio),
                StandardCharsets.UTF_8);
    }

    private static Waveform waveform(RecordedTalk talk) throws InterruptedException {
        try {
            return WaveformReader.read(talk);
        } catch (IOException e) {
            LOG.warn("The report has no waveform: {}", e.getMessage());
            return new Waveform(1, List.of());
        }
    }
}
