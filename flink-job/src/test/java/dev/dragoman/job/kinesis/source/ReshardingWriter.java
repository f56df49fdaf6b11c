package dev.dragoman.job.kinesis.source;

import dev.dragoman.job.kinesis.source.proxy.FakeKinesisStream;
import java.util.List;
import java.util.Random;

/** Writes {@code key:0}, {@code key:1} … for many keys, and splits and merges shards in between. */
final class ReshardingWriter {

    private static final int MAX_SHARDS = 8;

    private final FakeKinesisStream stream;
    private final Random random;
    private final long[] next;
    private long written;
    private int reshardings;

    ReshardingWriter(FakeKinesisStream stream, int keys, long seed) {
        this.stream = stream;
        this.next = new long[keys];
        this.random = new Random(seed);
    }

    void write(int records) {
        for (int i = 0; i < records; i++) {
            int key = random.nextInt(next.length);
            stream.put("key" + key, "key" + key + ":" + next[key]++);
            written++;
            if (random.nextInt(40) == 0) {
                reshard();
            }
        }
    }

    private void reshard() {
        List<String> shards = stream.openShards();
        int at = random.nextInt(shards.size());
        if (shards.size() < MAX_SHARDS && (shards.size() == 1 || random.nextBoolean())) {
            stream.split(shards.get(at));
        } else {
            int left = Math.min(at, shards.size() - 2);
            stream.merge(shards.get(left), shards.get(left + 1));
        }
        reshardings++;
    }

    long written() {
        return written;
    }

    int reshardings() {
        return reshardings;
    }
}
