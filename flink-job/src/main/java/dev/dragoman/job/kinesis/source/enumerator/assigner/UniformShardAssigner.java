package dev.dragoman.job.kinesis.source.enumerator.assigner;

import dev.dragoman.job.kinesis.source.enumerator.KinesisShardAssigner;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import java.math.BigInteger;
import java.util.List;

/** Cuts the range of hash keys into as many equal parts as there are readers; a shard's middle decides. */
final class UniformShardAssigner implements KinesisShardAssigner {

    private static final long serialVersionUID = 1L;

    private static final int HASH_KEY_BITS = 128;

    @Override
    public int assign(KinesisShardSplit split, Context context) {
        List<Integer> readers =
                context.getRegisteredReaders().keySet().stream().sorted().toList();
        BigInteger twiceTheMiddle = new BigInteger(split.startingHashKey()).add(new BigInteger(split.endingHashKey()));
        int part = twiceTheMiddle
                .multiply(BigInteger.valueOf(readers.size()))
                .shiftRight(HASH_KEY_BITS + 1)
                .intValueExact();
        return readers.get(part);
    }
}
