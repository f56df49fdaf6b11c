package dev.dragoman.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CostTest {

    private static final Prices PRICES = Prices.list();

    @Test
    void speechIsChargedByMinuteAndByCharacterAndLanguage() {
        // Given
        Talks talks = new Talks(20, 3, 2, 50);

        // When
        Bill bill = Bill.of(talks, PRICES);

        // Then: 40 hours of talks
        assertThat(bill.usdOf("Transcribe")).isCloseTo(40 * 60 * 0.024, within(0.001));
        assertThat(bill.usdOf("Translate")).isCloseTo(40 * 3 * 54_000 * 15e-6, within(0.001));
        assertThat(bill.usdOf("Polly")).isCloseTo(40 * 3 * 54_000 * 16e-6, within(0.001));
    }

    @Test
    void theJobIsChargedByWhatItsCoresMayBearAndOneMore() {
        // Given 20 sessions in three languages: 1.2 cores, at most 60 % busy
        Talks talks = new Talks(20, 3, 2, 50);

        // Then
        assertThat(talks.kpus()).isEqualTo(2);
        assertThat(Bill.of(talks, PRICES).usdOf("Managed Flink"))
                .isCloseTo(3 * 2 * 0.11 + 2 * 50 * 2 / 730.0 * 0.10, within(0.001));
    }

    @Test
    void listenersCostMessagesMinutesAndTransfer() {
        double without = Bill.of(new Talks(1, 1, 1, 0), PRICES).usd();
        double with = Bill.of(new Talks(1, 1, 1, 1_000), PRICES).usd();

        // Then: 1,800 messages, 60 minutes, 900 pieces of speech, 24.3 MB, and their part of who is there
        double each = 1_800 * 1e-6 + 60 * 0.25e-6 + 900 * 0.4e-6 + 0.0243 * 0.09;
        assertThat((with - without) / 1_000).isCloseTo(each, within(0.0001));
    }

    @Test
    void everyPriceHasItsSource() {
        assertThat(PRICES.asOf()).matches("20\\d\\d-\\d\\d");
        assertThat(PRICES.prices().values())
                .allSatisfy(price -> assertThat(price.source()).startsWith("https://aws.amazon.com/"));
    }

    @Test
    void aListThatLacksAPriceIsRefused() {
        assertThatThrownBy(() -> new Prices("here", "2026-11", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TRANSCRIBE_MINUTE");
    }

    @Test
    void theCommandPrintsABill() {
        String printed = printed(0, "--sessions", "20", "--languages", "3", "--hours", "2");
        assertThat(printed)
                .contains("20 talks in 3 languages for 2 h, 50 listeners each: USD ")
                .contains("Transcribe", "Polly", "Managed Flink");
        assertThat(printed(0, "--json")).contains("\"usdPerSessionHour\"");
    }

    @Test
    void aWrongArgumentIsNamedWithWhatIsAccepted() {
        assertThat(printed(2, "--sessions", "0")).contains("--sessions was 0; accepted are 1 to 10000");
        assertThat(printed(2, "--hours", "-1")).contains("--hours was -1.0; accepted is more than 0");
        assertThat(printed(2, "--prices", "/nowhere/prices.json")).contains("--prices can't be read");
    }

    private static String printed(int status, String... args) {
        StringWriter out = new StringWriter();
        CommandLine command = CostCommand.command();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(out));
        assertThat(command.execute(args)).isEqualTo(status);
        return out.toString();
    }
}
