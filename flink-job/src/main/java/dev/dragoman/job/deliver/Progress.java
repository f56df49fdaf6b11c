package dev.dragoman.job.deliver;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Utterance;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the delivery of one session got: the whole keyed state of the stage.
 *
 * @param nextOrdinal the first utterance that has not been announced to the listeners
 * @param early announcements that came before their turn
 * @param awaited what was announced and is not delivered yet, by utterance
 * @param arrived interpretations that came before their turn, without their speech
 * @param announcedUntilMillis by language, up to which media time its listeners have been promised
 *     or told something: nothing before it is told as new
 * @param partialUntilMillis by language, up to which media time the last translated partial caption went
 * @param end the end of the session, once its turn has come
 * @param overMillis when the session was over, by the server's clock, or {@link
 *     #NOT_OVER}
 */
public record Progress(
        int nextOrdinal,
        List<Early> early,
        List<Awaited> awaited,
        List<Interpretation> arrived,
        Map<String, Long> announcedUntilMillis,
        Map<String, Long> partialUntilMillis,
        @Nullable Utterance end,
        long overMillis) {

    /** The session goes on. */
    static final long NOT_OVER = -1;

    /** A session of which nothing was told. */
    static Progress none() {
        return new Progress(0, List.of(), List.of(), List.of(), Map.of(), Map.of(), null, NOT_OVER);
    }

    /** Whether everybody was told of the end. */
    boolean isOver() {
        return overMillis != NOT_OVER;
    }

    /**
     * An announcement before its turn.
     *
     * @param announcement the announcement
     * @param untilMillis how long those before it are waited for, by the server's clock
     */
    public record Early(Interpretation announcement, long untilMillis) {

        int ordinal() {
            return announcement.utterance().ordinal();
        }
    }

    /**
     * An interpretation that listeners have been promised.
     *
     * @param ordinal of which utterance
     * @param language in which language
     * @param mediaStartMillis where it starts: after what was told before, where the two overlap
     * @param mediaEndMillis where it ends
     * @param untilMillis how long it is waited for, by the server's clock
     * @param captioned whether its text has been told
     */
    public record Awaited(
            int ordinal,
            String language,
            long mediaStartMillis,
            long mediaEndMillis,
            long untilMillis,
            boolean captioned) {

        Awaited withCaption() {
            return new Awaited(ordinal, language, mediaStartMillis, mediaEndMillis, untilMillis, true);
        }

        boolean isFor(Interpretation interpretation) {
            return ordinal == interpretation.utterance().ordinal() && language.equals(interpretation.language());
        }
    }
}
