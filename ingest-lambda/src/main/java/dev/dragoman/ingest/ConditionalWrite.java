package dev.dragoman.ingest;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Writes to a DynamoDB table that are done only under a condition. */
final class ConditionalWrite {

    private ConditionalWrite() {}

    /**
     * Whether a write was done; not if its condition did not hold.
     *
     * @param table its name for people
     * @throws UnavailableException if nobody knows
     */
    static boolean done(String table, Runnable write) throws UnavailableException {
        try {
            write.run();
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw new UnavailableException(table, e);
        }
    }
}
