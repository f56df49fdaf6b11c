package dev.dragoman.job.savepoint;

import java.io.IOException;
import java.nio.file.Path;

/** What is in a savepoint that was just taken. */
public final class SavepointContents {

    private final Path folder;
    private final StateListing listing;

    private SavepointContents(Path folder, StateListing listing) {
        this.folder = folder;
        this.listing = listing;
    }

    /** Reads the folder of a savepoint. */
    public static SavepointContents of(Path folder) throws Exception {
        return new SavepointContents(
                folder, StateListing.of(StoredSavepoint.metadata(folder).getOperatorStates()));
    }

    /** How many states have entries. */
    public long filled() {
        return listing.filled();
    }

    /** Stores it among the tests' resources. */
    public void writeTo(String name, long beganMillis, Path resources) throws IOException {
        StoredSavepoint.pack(name, beganMillis, folder)
                .writeTo(resources.resolve("savepoints"), listing.linesWithEntries());
    }
}
