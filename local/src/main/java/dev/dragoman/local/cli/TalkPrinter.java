package dev.dragoman.local.cli;

import dev.dragoman.client.HeardAudio;
import dev.dragoman.local.talk.TalkRecord;
import dev.dragoman.local.talk.TalkReport;
import dev.dragoman.local.talk.TalkReport.Percentiles;
import java.io.PrintWriter;
import java.util.Map;

/** Prints a talk line by line as it is recognised and heard. */
record TalkPrinter(PrintWriter out) implements TalkRecord.Watcher {

    @Override
    public void recognised(long mediaStartMillis, String text) {
        out.printf("%s      %s%n", Terminal.clock(mediaStartMillis), text);
        out.flush();
    }

    @Override
    public void heard(String language, HeardAudio audio, long heardMillis) {
        out.printf(
                "%s  %-3s %s   (heard after %s)%n",
                Terminal.clock(audio.mediaStartMillis()), language, audio.text(), Terminal.seconds(heardMillis));
        out.flush();
    }

    @Override
    public void silent(String language, long mediaStartMillis, String reason) {
        out.printf("%s  %-3s (no sound: %s)%n", Terminal.clock(mediaStartMillis), language, reason);
        out.flush();
    }

    @Override
    public void problem(String text) {
        out.printf("!       %s%n", text);
        out.flush();
    }

    /** The talk in a few numbers. */
    void summary(TalkReport report) {
        out.printf(
                "%nThe talk: %s of audio, %d of %d chunks acknowledged, %s, %s.%n",
                Terminal.clock(report.audioMillis()),
                report.chunksAcknowledged(),
                report.chunksSent(),
                Terminal.count(report.gaps(), "gap"),
                Terminal.count(report.utterances().size(), "utterance"));
        for (Map.Entry<String, Percentiles> heard : report.heardMillis().entrySet()) {
            Percentiles p = heard.getValue();
            out.printf(
                    "Heard in %s after %s (median), %s (95 %%), %s (longest).%n",
                    heard.getKey(), Terminal.seconds(p.p50()), Terminal.seconds(p.p95()), Terminal.seconds(p.max()));
        }
        out.flush();
    }
}
