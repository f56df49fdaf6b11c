package dev.dragoman.local.system;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class, in a process of its own that never outlives its parent: when the parent is
 * gone, however it went, standard input ends, and so does this process.
 */
final class ChildMain {

    private ChildMain() {}

    /** The first argument names the class, the others are its own. */
    public static void main(String[] arguments) throws Exception {
        Thread watch = new Thread(ChildMain::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said here; only the end counts.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(0);
    }
}
