package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeechGateTest {

    private final Random random = new Random(7);
    private final SpeechGate gate = new SpeechGate();

    @Test
    void silenceIsNoSpeech() {
        assertThat(gate.listen(new byte[32_000])).isEqualTo(new SpeechGate.Loud(0, 0));
        assertThat(gate.listen(new byte[0])).isEqualTo(new SpeechGate.Loud(0, 0));
    }

    @Test
    void aWordIsFoundWhereItIs() {
        byte[] pcm = join(new byte[16_000], noise(300, 1_000), new byte[16_000]);
        SpeechGate.Loud loud = gate.listen(pcm);
        assertThat(loud.end()).isEqualTo(8_000 + 4_800);
        assertThat(loud.samples()).isEqualTo(4_800);
    }

    @Test
    void steadyNoiseIsLearned() {
        for (int second = 0; second < 60; second++) {
            gate.listen(noise(1_000, 400));
        }
        assertThat(gate.listen(noise(1_000, 400)).samples()).isZero();
        assertThat(gate.listen(noise(300, 2_500)).samples()).isEqualTo(4_800);
    }

    @Test
    void softSpeechInAQuietRoomIsSpeech() {
        for (int second = 0; second < 60; second++) {
            gate.listen(noise(1_000, 30));
        }
        assertThat(gate.listen(noise(300, 250)).samples()).isEqualTo(4_800);
    }

    @Test
    void someoneWhoTalksOnIsNotTakenForNoise() {
        for (int second = 0; second < 120; second++) {
            SpeechGate.Loud loud = gate.listen(join(noise(930, 2_500), noise(70, 60)));
            assertThat(loud.samples()).as("second %d", second).isGreaterThan(14_000);
        }
    }

    /** White noise, at most so loud; its root mean square is 0.58 of that. */
    private byte[] noise(int millis, int amplitude) {
        byte[] pcm = new byte[millis * 32];
        for (int i = 0; i < pcm.length; i += 2) {
            int sample = random.nextInt(2 * amplitude + 1) - amplitude;
            pcm[i] = (byte) sample;
            pcm[i + 1] = (byte) (sample >> 8);
        }
        return pcm;
    }

    private static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
