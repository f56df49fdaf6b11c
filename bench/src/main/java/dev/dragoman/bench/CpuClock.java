package dev.dragoman.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time used so far by this JVM, all its threads included, and by the child processes that have ended. What the
 * kernel counts in hundredths of a second for children is exact in the sum, since it adds up finer than it shows.
 */
final class CpuClock {

    private static final Path STAT = Path.of("/proc/self/stat");
    private static final double TICKS_PER_SECOND = 100;

    /** After the command's closing parenthesis, the state is field 0 and the children's user time field 13 (proc(5)). */
    private static final int CHILDREN_USER = 13;

    private CpuClock() {}

    /** Seconds. */
    static double seconds() {
        return jvmSeconds() + childrenSeconds();
    }

    static double jvmSeconds() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    static double childrenSeconds() {
        try {
            String stat = Files.readString(STAT);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]))
                    / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new IllegalStateException("this needs Linux: " + STAT + " can't be read", e);
        }
    }
}
