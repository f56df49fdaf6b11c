package dev.dragoman.job.kinesis.source.reader;

import static dev.dragoman.job.kinesis.source.reader.PolledShardTest.answer;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaughtUpTest {

    private final CaughtUp caughtUp = new CaughtUp();

    @Test
    void anEmptyAnswerWithNothingBehindItIsProof() {
        assertThat(caughtUp.after(answer("next", 0), 10)).hasValue(10);
    }

    @Test
    void anAnswerThatIsBehindProvesNothing() {
        assertThat(caughtUp.after(answer("next", 1), 10)).isEmpty();
        assertThat(caughtUp.after(answer("next", 1, "1"), 11)).isEmpty();
        assertThat(caughtUp.before(answer("next", 0))).isEmpty();
    }

    @Test
    void recordsThatWereTheLastProveTheirMomentWithTheNextAnswer() {
        assertThat(caughtUp.after(answer("next", 0, "1"), 10)).isEmpty();

        assertThat(caughtUp.before(answer("next", 0))).hasValue(10);
        assertThat(caughtUp.before(answer("next", 0))).isEmpty();
    }

    @Test
    void moreRecordsProveThatTheShardWasOpen() {
        assertThat(caughtUp.after(answer("next", 0, "1"), 10)).isEmpty();

        assertThat(caughtUp.before(answer(null, 0, "2"))).hasValue(10);
    }

    @Test
    void theEndOfAShardProvesNothing() {
        assertThat(caughtUp.after(answer("next", 0, "1"), 10)).isEmpty();

        assertThat(caughtUp.before(answer(null, 0))).isEmpty();
        assertThat(caughtUp.after(answer(null, 0), 11)).isEmpty();
    }
}
