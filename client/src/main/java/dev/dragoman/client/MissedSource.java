package dev.dragoman.client;

import dev.dragoman.protocol.MissedInterpretations;
import java.util.concurrent.CompletableFuture;

/** Says what a listener missed. */
@FunctionalInterface
interface MissedSource {

    /**
     * Asks once, without trying again.
     *
     * @param seat whose
     * @param sinceMillis after which media start; -1 for all
     * @return at most {@link MissedInterpretations#MOST}, by media start
     */
    CompletableFuture<MissedInterpretations> since(Seat seat, long sinceMillis);
}
