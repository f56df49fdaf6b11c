package dev.dragoman.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * CPU time of this JVM's threads by what they are there for, which their names tell. Looked at four times a
 * second: what a thread did after the last look before its end is missing.
 */
final class ThreadCpu implements AutoCloseable {

    private static final long EVERY_MILLIS = 250;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnaryOperator<String> groupOf;
    private final Map<Long, Long> nanosByThread = new HashMap<>();
    private final Map<String, Long> nanosByGroup = new TreeMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    /**
     * Begins to look.
     *
     * @param groupOf the group of a thread with a name
     */
    ThreadCpu(UnaryOperator<String> groupOf) {
        this.groupOf = groupOf;
        look(false);
        var unused = looking.scheduleAtFixedRate(() -> look(true), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look(boolean counts) {
        long[] ids = threads.getAllThreadIds();
        long[] nanos = threads.getThreadCpuTime(ids);
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        for (int i = 0; i < ids.length; i++) {
            ThreadInfo info = infos[i];
            if (info == null || nanos[i] < 0) {
                continue;
            }
            Long before = nanosByThread.put(ids[i], nanos[i]);
            if (counts) {
                long used = nanos[i] - (before == null ? 0 : before);
                nanosByGroup.merge(groupOf.apply(info.getThreadName()), used, Long::sum);
            }
        }
    }

    /** Seconds by group, so far. */
    synchronized Map<String, Double> seconds() {
        look(true);
        Map<String, Double> seconds = new TreeMap<>();
        nanosByGroup.forEach((group, nanos) -> seconds.put(group, nanos / 1e9));
        return seconds;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
