package dev.dragoman.local.system;

import java.net.URI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** Flink in this process. Starts in a second or two, and is gone with the process. */
final class InProcessCluster implements FlinkHost {

    private final MiniCluster cluster;

    private InProcessCluster(MiniCluster cluster) {
        this.cluster = cluster;
    }

    /** Starts with so many slots. */
    static InProcessCluster start(Configuration flink, int slots) throws Exception {
        FileSystem.initialize(flink, null);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
        cluster.start();
        return new InProcessCluster(cluster);
    }

    @Override
    public URI rest() {
        return cluster.getRestAddress().join();
    }

    @Override
    public void close() {
        cluster.closeAsync().join();
    }
}
