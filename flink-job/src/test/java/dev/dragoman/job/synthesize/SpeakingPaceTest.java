package dev.dragoman.job.synthesize;

import static dev.dragoman.job.service.Utterances.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Interpretation;
import org.junit.jupiter.api.Test;

class SpeakingPaceTest {

    private final SpeakingPace pace = new SpeakingPace(125);

    @Test
    void beginsAtTheVoicesOwnSpeed() {
        assertThat(pace.percent(utterance(0, "es"))).isEqualTo(100);
    }

    @Test
    void speechAsLongAsItsUtteranceNeedsNoHurry() {
        for (int i = 0; i < 100; i++) {
            pace.spoken(utterance(i, "es"), 1_000);
        }

        assertThat(pace.percent(utterance(100, "es"))).isEqualTo(100);
    }

    @Test
    void hurriesMoreTheFurtherItFallsBehindAndNeverMoreThanAllowed() {
        // Given: speech that takes a half longer than what was said; utterances of one second
        int before = 100;
        for (int i = 0; i < 30; i++) {
            int percent = pace.percent(utterance(i, "es"));
            assertThat(percent).isBetween(before, 125);
            before = percent;
            pace.spoken(utterance(i, "es"), 1_500);
        }

        // Then
        assertThat(before).isEqualTo(125);
    }

    @Test
    void isCalmAgainAfterAPause() {
        // Given
        pace.spoken(utterance(0, "es"), 20_000);
        assertThat(pace.percent(utterance(1, "es"))).isEqualTo(125);

        // When, then
        assertThat(pace.percent(utterance(25, "es"))).isEqualTo(100);
    }

    @Test
    void oneLanguagesBacklogIsNoOthers() {
        pace.spoken(utterance(0, "de"), 20_000);

        assertThat(pace.percent(utterance(1, "es"))).isEqualTo(100);
    }

    private static Interpretation utterance(int ordinal, String language) {
        return Interpretation.asking(said(ordinal, "Hello."), language);
    }
}
