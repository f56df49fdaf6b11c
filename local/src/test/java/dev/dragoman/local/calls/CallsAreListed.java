package dev.dragoman.local.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Whatever the deployed parts ask of AWS while a class of tests runs stands in the listing that the policies are held
 * against ({@code calls.txt} of cdk's tests). {@code -Ddragoman.calls.write=true} adds what is missing; delete the
 * listing before, and run all classes that use this, to be rid of what nobody asks for any more.
 */
public final class CallsAreListed implements BeforeAllCallback, AfterAllCallback {

    private static final Path LISTING = Path.of("../cdk/src/test/resources/dev/dragoman/cdk/calls.txt");

    private static final SortedSet<String> CALLS = new ConcurrentSkipListSet<>();

    private static volatile boolean listening;

    /**
     * Notes a call.
     *
     * @param who the part that asks
     * @param action as policies name it
     * @param resource what it is asked of, without ids and times
     */
    static void note(String who, String action, String resource) {
        CALLS.add(who + " " + action + " " + resource);
    }

    /** Whether calls are noted now. */
    static boolean isListening() {
        return listening;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!isNested(context)) {
            CALLS.clear();
            listening = true;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (isNested(context)) {
            return;
        }
        listening = false;
        SortedSet<String> listed = new TreeSet<>();
        if (Files.exists(LISTING)) {
            listed.addAll(Files.readAllLines(LISTING));
        }
        if (Boolean.getBoolean("dragoman.calls.write")) {
            listed.addAll(CALLS);
            Files.writeString(LISTING, listed.stream().collect(Collectors.joining("\n", "", "\n")));
        }
        assertThat(CALLS).as("calls of AWS").isNotEmpty().isSubsetOf(listed);
    }

    /** What nested classes ask for counts as their outer class's. */
    private static boolean isNested(ExtensionContext context) {
        return context.getRequiredTestClass().isMemberClass();
    }
}
