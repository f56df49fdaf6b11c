package dev.dragoman.local.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash keys of a shard, both ends included.
 *
 * @param start at least 0
 * @param end at most 2¹²⁸ − 1
 */
record HashRange(BigInteger start, BigInteger end) {

    static final BigInteger LAST = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);

    /** The whole space in equal parts, as CreateStream cuts it. */
    static List<HashRange> parts(int count) {
        BigInteger size = BigInteger.TWO.pow(128).divide(BigInteger.valueOf(count));
        List<HashRange> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            BigInteger start = size.multiply(BigInteger.valueOf(i));
            BigInteger end = i == count - 1
                    ? LAST
                    : size.multiply(BigInteger.valueOf(i + 1L)).subtract(BigInteger.ONE);
            parts.add(new HashRange(start, end));
        }
        return parts;
    }

    /** The hash key of a partition key: its MD5 as an unsigned number. */
    static BigInteger hash(String partitionKey) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    boolean holds(BigInteger hashKey) {
        return start.compareTo(hashKey) <= 0 && hashKey.compareTo(end) <= 0;
    }

    boolean isNextTo(HashRange other) {
        return end.add(BigInteger.ONE).equals(other.start)
                || other.end.add(BigInteger.ONE).equals(start);
    }

    HashRange with(HashRange neighbour) {
        return new HashRange(start.min(neighbour.start), end.max(neighbour.end));
    }
}
