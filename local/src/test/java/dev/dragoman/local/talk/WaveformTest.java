package dev.dragoman.local.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.RecordedTalk.TimedChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WaveformTest {

    private static final int HERTZ = 1_000;

    @Test
    void eachStretchOfTenMillisecondsHasItsLoudestSample() {
        // Given
        WaveformMeter meter = new WaveformMeter(HERTZ);

        // When
        add(meter, 10, (short) 0);
        add(meter, 9, (short) 300);
        add(meter, 1, Short.MIN_VALUE);
        add(meter, 5, (short) 16_384);

        // Then
        assertThat(meter.waveform()).isEqualTo(new Waveform(10, List.of(0, 100, 50)));
    }

    @Property
    void theNumberOfPeaksIsBoundedAndTheirTimeIsTheTalks(
            @ForAll @IntRange(max = 20_000) int samples, @ForAll @IntRange(max = 19_999) int loudAt) {
        // Given
        WaveformMeter meter = new WaveformMeter(HERTZ, 16);

        // When
        for (int i = 0; i < samples; i++) {
            meter.add(i == loudAt ? Short.MAX_VALUE : 0);
        }
        Waveform waveform = meter.waveform();

        // Then
        assertThat(waveform.peaks()).hasSizeLessThanOrEqualTo(16);
        int millis = waveform.peaks().size() * waveform.millisPerPeak();
        assertThat(millis).isBetween(samples, samples + waveform.millisPerPeak() - 1);
        if (loudAt < samples) {
            assertThat(waveform.peaks().indexOf(100)).isEqualTo(loudAt / waveform.millisPerPeak());
            assertThat(Collections.frequency(waveform.peaks(), 100)).isOne();
        }
    }

    @Test
    void aRecordedTalkIsLoudWhereItsSpeakerSpeaks() throws Exception {
        // Given: a talk whose first sentence begins after a second and which takes 53 s
        RecordedTalk talk = SampleTalk.load("talk-cr-mic-24k-250");

        // When
        Waveform waveform = WaveformReader.read(talk);

        // Then
        assertThat((double) waveform.millisPerPeak() * waveform.peaks().size())
                .isBetween(talk.lengthMillis() - 500, talk.lengthMillis() + 500);
        assertThat(loudest(waveform, 0, 900)).isLessThan(5);
        assertThat(loudest(waveform, 1_200, 3_500)).isGreaterThan(10);
    }

    @Test
    void aLostChunkIsSilenceAndMovesNothing() throws Exception {
        // Given
        RecordedTalk whole = SampleTalk.load("talk-cr-mic-24k-250");
        List<TimedChunk> chunks = new ArrayList<>(whole.chunks());
        int lost = chunks.size() / 2;
        chunks.set(
                lost,
                new TimedChunk(chunks.get(lost).recorder(), chunks.get(lost).wallMillis(), null));

        // When
        Waveform waveform = WaveformReader.read(new RecordedTalk(chunks));

        // Then
        Waveform complete = WaveformReader.read(whole);
        assertThat(waveform.peaks().size()).isCloseTo(complete.peaks().size(), within(5));
    }

    @Test
    void whatIsNoAudioHasNoPeaks() throws Exception {
        // Given
        byte[] nonsense = "this is no audio".getBytes(StandardCharsets.UTF_8);

        // When
        Waveform waveform = WaveformReader.read(new RecordedTalk(List.of(new TimedChunk(0, 250, nonsense))));

        // Then
        assertThat(waveform.peaks()).isEmpty();
    }

    private static int loudest(Waveform waveform, int fromMillis, int toMillis) {
        return Collections.max(
                waveform.peaks().subList(fromMillis / waveform.millisPerPeak(), toMillis / waveform.millisPerPeak()));
    }

    private static void add(WaveformMeter meter, int times, short sample) {
        for (int i = 0; i < times; i++) {
            meter.add(sample);
        }
    }
}
