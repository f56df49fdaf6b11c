package dev.dragoman.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureFilesTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-22");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whereToDrawIsNoArgumentOfTheBenchmark() throws Exception {
        // Given
        String[] arguments = {"speech", "--plots", folder.resolve("plots").toString(), "--sessions", "1,10"};

        // When
        FigureFiles files = FigureFiles.of(arguments, folder, DAY);
        files.keep(List.of(), List.of());

        // Then
        assertThat(files.arguments()).containsExactly("speech", "--sessions", "1,10");
        assertThat(folder.resolve("speech.json"))
                .content()
                .contains("./dragoman bench speech --sessions 1,10", "2026-11-22");
        assertThat(folder.resolve("plots")).isDirectory();
    }

    @Test
    void nothingIsDrawnUnasked() throws Exception {
        // When
        FigureFiles files = FigureFiles.of(new String[] {"talks"}, folder.resolve("figures"), DAY);
        files.keep(List.of(), List.of());

        // Then
        assertThat(files.pictures()).isNull();
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(folder.resolve("figures")));
    }
}
