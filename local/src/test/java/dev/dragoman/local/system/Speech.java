package dev.dragoman.local.system;

import dev.dragoman.client.RecordedTalk;
import dev.dragoman.local.talk.TalkAudio;
import dev.dragoman.samples.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A talk made of the sample talk's sentences, and what is said in it.
 *
 * @param talk to be spoken
 * @param said its words
 * @param startsMillis where each of its sentences starts
 */
record Speech(RecordedTalk talk, String said, List<Long> startsMillis) {

    private static final Duration PAUSE = Duration.ofMillis(900);

    private static final List<TalkAudio> SENTENCES = sentences();

    private static List<TalkAudio> sentences() {
        try {
            return TalkAudio.decode(Recording.load("talk-cr-mic-24k-250").concatenated())
                    .sentences();
        } catch (Exception e) {
            throw new IllegalStateException("the sample talk can't be decoded", e);
        }
    }

    /** Some sentences, from 0, with a pause after each. */
    static Speech of(int... sentences) {
        return with(PAUSE, sentences);
    }

    /** The whole talk and some of it again, more than 40 s without any pause between its sentences. */
    static Speech unbroken() {
        return with(Duration.ZERO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 4, 5, 11);
    }

    private static Speech with(Duration pause, int... sentences) {
        List<TalkAudio> parts = new ArrayList<>();
        List<String> said = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        long millis = 0;
        for (int sentence : sentences) {
            starts.add(millis);
            parts.add(SENTENCES.get(sentence));
            parts.add(TalkAudio.silence(pause));
            said.add(Recording.talkSentences().get(sentence));
            millis += SENTENCES.get(sentence).length().plus(pause).toMillis();
        }
        return new Speech(recorded(parts), String.join(" ", said), starts);
    }

    /** One speech, a long silence, and another speech. */
    static Speech interrupted(Duration silence, int before, int after) {
        return new Speech(
                recorded(List.of(
                        SENTENCES.get(before),
                        TalkAudio.silence(silence),
                        SENTENCES.get(after),
                        TalkAudio.silence(PAUSE))),
                Recording.talkSentences().get(before)
                        + " "
                        + Recording.talkSentences().get(after),
                List.of(0L, SENTENCES.get(before).length().plus(silence).toMillis()));
    }

    /** In which of its sentences, from 0, an utterance starts: recognition may begin in the pause before it. */
    int sentenceAt(long mediaMillis) {
        int place = 0;
        while (place + 1 < startsMillis.size() && startsMillis.get(place + 1) - PAUSE.toMillis() / 2 <= mediaMillis) {
            place++;
        }
        return place;
    }

    /** How long it takes to speak. */
    Duration length() {
        return Duration.ofMillis(Math.round(talk.lengthMillis()));
    }

    private static RecordedTalk recorded(List<TalkAudio> parts) {
        try {
            return TalkAudio.join(parts).recorded();
        } catch (Exception e) {
            throw new IllegalStateException("the speech can't be encoded", e);
        }
    }
}
