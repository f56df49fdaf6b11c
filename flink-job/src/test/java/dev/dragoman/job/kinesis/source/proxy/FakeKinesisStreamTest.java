package dev.dragoman.job.kinesis.source.proxy;

import dev.dragoman.job.kinesis.ManualClock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** The fake keeps the contract that the real thing keeps. */
class FakeKinesisStreamTest extends StreamProxyContract {

    private final ManualClock clock = new ManualClock(Instant.now());
    private final FakeKinesisStream fake = new FakeKinesisStream("contract", 2, clock);

    @AfterEach
    void close() {
        fake.close();
    }

    @Override
    protected TestStream stream() {
        return new TestStream() {
            @Override
            public String arn() {
                return fake.arn();
            }

            @Override
            public StreamProxy proxy() {
                return fake.proxy();
            }

            @Override
            public void put(String partitionKey, String data) {
                fake.put(partitionKey, data);
            }

            @Override
            public void split(String shardId) {
                fake.split(shardId);
            }

            @Override
            public void merge(String shardId, String neighbour) {
                fake.merge(shardId, neighbour);
            }

            @Override
            public Instant later() {
                return clock.advance(1);
            }
        };
    }
}
