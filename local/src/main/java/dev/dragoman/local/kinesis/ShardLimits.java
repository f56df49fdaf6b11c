package dev.dragoman.local.kinesis;

/**
 * What one shard takes in a second.
 *
 * @param recordsPerSecond records written
 * @param bytesPerSecond bytes written
 * @param readsPerSecond GetRecords calls
 */
public record ShardLimits(int recordsPerSecond, int bytesPerSecond, int readsPerSecond) {

    /** No limit. */
    public static final ShardLimits NONE = new ShardLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** The limits of AWS: 1,000 records or 1 MiB written, 5 reads. */
    public static final ShardLimits AWS = new ShardLimits(1_000, 1 << 20, 5);
}
