package dev.dragoman.job.webm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The length of a packet is what RFC 6716, section 3.1 says for each of the 32 configurations. */
class OpusTocTest {

    private static int samples(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex);
        return OpusToc.samples48k(packet, 0, packet.length);
    }

    private static boolean wellFormed(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex);
        return OpusToc.wellFormed(packet, 0, packet.length);
    }

    @Test
    void eachConfigurationHasItsFrameLength() {
        double[] silk = {10, 20, 40, 60};
        double[] hybrid = {10, 20};
        double[] celt = {2.5, 5, 10, 20};
        for (int config = 0; config < 32; config++) {
            double millis = config < 12 ? silk[config % 4] : config < 16 ? hybrid[config % 2] : celt[config % 4];
            byte[] packet = {(byte) (config << 3), 1, 2};
            assertThat(OpusToc.samples48k(packet, 0, packet.length))
                    .as("configuration %d", config)
                    .isEqualTo((int) (millis * 48));
        }
    }

    @ParameterizedTest
    @CsvSource({"78,960", "7901,1920", "7A0102,1920", "7B03010203,2880", "7B83010203,2880", "E330,5760", "7F03,2880"})
    void framesAddUp(String hex, int samples) {
        assertThat(samples(hex)).isEqualTo(samples);
    }

    @ParameterizedTest
    @CsvSource({"7B", "7B00", "7B07", "E331", "1B03"})
    void whatIsNoPacketHasNoLength(String hex) {
        assertThat(samples(hex)).isEqualTo(OpusToc.INVALID);
        assertThat(wellFormed(hex)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "78,true",
        "790102,true",
        "7901,false",
        "7A0101,true",
        "7A0501,false",
        "7B03010203,true",
        "7B030102,false",
        "7B83010201020304,true",
        "7B83050201,false",
        "7B43020A0B0C0000,true",
        "7B4309,false",
        "7BC202010A0B0000,true",
        "7B43FFFF,false"
    })
    void framesMustFillThePacket(String hex, boolean fits) {
        assertThat(wellFormed(hex)).isEqualTo(fits);
    }

    @Test
    void noBytesAreNoPacket() {
        assertThat(OpusToc.samples48k(new byte[0], 0, 0)).isEqualTo(OpusToc.INVALID);
    }
}
