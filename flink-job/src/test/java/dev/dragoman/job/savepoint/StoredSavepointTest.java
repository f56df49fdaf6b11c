package dev.dragoman.job.savepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What earlier builds kept is kept by this one: each operator of today's job opens with its state in the stored
 * savepoints, and knows each state and each field that they have. Flink alone would not tell a state or a field
 * of another name from one that is given up.
 *
 * <p>A test that fails here says that an update would refuse or lose what is under way. What may change, and how,
 * is in docs/operations.md.
 */
class StoredSavepointTest {

    private static final String WRITE_ANEW =
            "if this change of what is kept is meant, and it may be: write the savepoint of " + StoredSavepoint.NEWEST
                    + " anew, see docs/operations.md";

    static List<StoredSavepoint> stored() throws IOException {
        return StoredSavepoint.all();
    }

    @ParameterizedTest
    @MethodSource("stored")
    void everyOperatorIsStillThereAndOpensWithItsState(StoredSavepoint stored, @TempDir Path folder) throws Exception {
        stored.unpack(folder, stored.beganMillis());
        isTakenUp(folder);
    }

    @Test
    void theNewestOneHasEverythingThatIsKeptToday(@TempDir Path folder) throws Exception {
        // Given
        StoredSavepoint stored = StoredSavepoint.load(StoredSavepoint.NEWEST);
        stored.unpack(folder, stored.beganMillis());
        Collection<OperatorState> operators = operators(folder);

        // When
        List<String> today = new TodaysJob().restored(List.of()).lines();

        // Then
        assertThat(StateListing.of(operators).lines()).as(WRITE_ANEW).containsAll(today);
    }

    @ParameterizedTest
    @MethodSource("stored")
    void itsListingSaysWhatIsInIt(StoredSavepoint stored, @TempDir Path folder) throws Exception {
        stored.unpack(folder, stored.beganMillis());
        assertThat(StateListing.of(operators(folder)).linesWithEntries()).isEqualTo(stored.listing());
    }

    /** The same length each, so that only the name changes. */
    @Test
    void aStateOfAnotherNameIsNoticed(@TempDir Path folder) throws Exception {
        isRefused(folder, "audio-v1", "audio-v0", "transcribe audio-v0");
    }

    @Test
    void aFieldOfAnotherNameIsNoticed(@TempDir Path folder) throws Exception {
        isRefused(folder, "lastSpeech", "lastSpeach", "Progress.lastSpeach");
    }

    @Test
    void aFieldOfAnotherTypeIsNoticed(@TempDir Path folder) throws Exception {
        isRefused(
                folder,
                "LongSerializer$LongSerializerSnapshot",
                "ByteSerializer$ByteSerializerSnapshot",
                "can't be restored");
    }

    @Test
    void anOperatorOfAnotherUidIsNoticed(@TempDir Path folder) throws Exception {
        isRefused(folder, "count-lost-audio", "count-lost-sound", "count-lost-sound");
    }

    @Test
    void whatIsUnpackedLaterIsMovedInTime(@TempDir Path folder) throws Exception {
        // Given
        StoredSavepoint stored = StoredSavepoint.load(StoredSavepoint.NEWEST);
        stored.unpack(folder.resolve("then"), stored.beganMillis());
        stored.unpack(folder.resolve("now"), stored.beganMillis() + 86_400_000);

        // Then the same is in it, and it is not the same
        assertThat(StateListing.of(operators(folder.resolve("now"))).linesWithEntries())
                .isEqualTo(stored.listing());
        assertThat(Files.readAllBytes(folder.resolve("now/_metadata")))
                .hasSameSizeAs(Files.readAllBytes(folder.resolve("then/_metadata")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("then/_metadata")));
    }

    private static void isTakenUp(Path folder) throws Exception {
        Collection<OperatorState> operators = operators(folder);
        TodaysJob job = new TodaysJob();
        assertThat(job.unknown(operators))
                .as("operators of a savepoint that are not there")
                .isEmpty();
        assertThat(job.restored(operators).filled()).as("states with entries").isPositive();
        // Beginning with nothing: what is restored and not known stays in a state backend for ever.
        List<String> today = job.restored(List.of()).lines();
        List<String> kept = StateListing.of(operators).lines().stream()
                .filter(TodaysJob::isOurs)
                .toList();
        assertThat(today)
                .as("states and fields of a savepoint, still kept today")
                .containsAll(kept);
    }

    private static void isRefused(Path folder, String name, String other, String why) throws Exception {
        // Given a savepoint of a build that called something otherwise
        StoredSavepoint stored = StoredSavepoint.load(StoredSavepoint.NEWEST);
        stored.unpack(folder, stored.beganMillis());
        int replaced = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                replaced += replace(file, name, other);
            }
        }
        assertThat(replaced).as("%s in the savepoint", name).isPositive();

        // Then
        assertThatThrownBy(() -> isTakenUp(folder)).hasMessageContaining(why);
    }

    private static int replace(Path file, String name, String other) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] from = name.getBytes(StandardCharsets.US_ASCII);
        byte[] to = other.getBytes(StandardCharsets.US_ASCII);
        int replaced = 0;
        for (int at = 0; at + from.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + from.length, from, 0, from.length)) {
                System.arraycopy(to, 0, bytes, at, to.length);
                replaced++;
            }
        }
        Files.write(file, bytes);
        return replaced;
    }

    private static Collection<OperatorState> operators(Path folder) throws IOException {
        return StoredSavepoint.metadata(folder).getOperatorStates();
    }
}
