package dev.dragoman.ingest;

import java.io.IOException;

/** The fault knobs of a fake service. */
final class Faults {

    private Runnable before = () -> {};
    private int refuse;
    private int loseAnswers;

    /** Runs before each call from now on: may wait for a condition, or let a clock go on. */
    synchronized void slowBy(Runnable delay) {
        before = delay;
    }

    /** The next calls fail and do nothing. */
    synchronized void refuseNext(int calls) {
        refuse = calls;
    }

    /** The next calls do what was asked, but fail. */
    synchronized void loseAnswerOfNext(int calls) {
        loseAnswers = calls;
    }

    /** What a fake does, with the faults set. */
    <T> T during(String service, Call<T> call) throws UnavailableException {
        Runnable delay;
        boolean loses;
        synchronized (this) {
            delay = before;
            if (refuse > 0) {
                refuse--;
                throw new UnavailableException(service, new IOException("refused by the test"));
            }
            loses = loseAnswers > 0;
            if (loses) {
                loseAnswers--;
            }
        }
        delay.run();
        T result = call.make();
        if (loses) {
            throw new UnavailableException(service, new IOException("answer lost by the test"));
        }
        return result;
    }

    /** One call of a service. */
    @FunctionalInterface
    interface Call<T> {
        T make();
    }
}
