package dev.dragoman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TypeScriptTest {

    /** Beside this module; Maven says where that is. */
    private static final Path COMMITTED = Path.of(System.getProperty("basedir", "."), "../web/src/protocol.ts");

    @Test
    void thePagesTypesAreTheRecords() throws Exception {
        // Given
        String generated = TypeScript.generate();
        if (Boolean.getBoolean("dragoman.typescript.write")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.writeString(COMMITTED, generated);
        }

        // When
        String committed = Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "";

        // Then
        assertThat(committed)
                .as("web/src/protocol.ts is out of date; run"
                        + " mvn -pl protocol test -Dtest=TypeScriptTest -Ddragoman.typescript.write=true")
                .isEqualTo(generated);
    }
}
