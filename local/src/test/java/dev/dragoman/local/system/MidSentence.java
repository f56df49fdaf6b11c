package dev.dragoman.local.system;

import dev.dragoman.local.talk.TalkRecord;

/** Does something once, when some words of a sentence have been heard after so many whole ones. */
final class MidSentence implements TalkRecord.Watcher {

    private static final int SOME_WORDS = 3;

    private final Runnable action;
    private int left;
    private boolean done;

    MidSentence(int wholeSentences, Runnable action) {
        this.left = wholeSentences;
        this.action = action;
    }

    @Override
    public void recognised(long mediaStartMillis, String text) {
        left--;
    }

    @Override
    public void recognising(long mediaStartMillis, String text) {
        if (!done && left <= 0 && text.split(" ", -1).length >= SOME_WORDS) {
            done = true;
            action.run();
        }
    }
}
