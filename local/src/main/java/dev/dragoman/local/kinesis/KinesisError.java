package dev.dragoman.local.kinesis;

/** An error as Kinesis names it. Carries no stack trace: it is an answer, not a defect. */
final class KinesisError extends RuntimeException {

    private final String type;
    private final int status;

    private KinesisError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    static KinesisError of(int status, String type) {
        return new KinesisError(status, type, type);
    }

    static KinesisError noStream(String name, String account) {
        return new KinesisError(
                400, "ResourceNotFoundException", "Stream " + name + " under account " + account + " not found.");
    }

    static KinesisError noShard(String shardId, String stream, String account) {
        return new KinesisError(
                400,
                "ResourceNotFoundException",
                "Could not find shard " + shardId + " in stream " + stream + " under account " + account + ".");
    }

    static KinesisError inUse(String message) {
        return new KinesisError(400, "ResourceInUseException", message);
    }

    static KinesisError invalidArgument(String message) {
        return new KinesisError(400, "InvalidArgumentException", message);
    }

    static KinesisError validation(String message) {
        return new KinesisError(400, "ValidationException", message);
    }

    static KinesisError expiredIterator(String message) {
        return new KinesisError(400, "ExpiredIteratorException", message);
    }

    static KinesisError expiredNextToken(String message) {
        return new KinesisError(400, "ExpiredNextTokenException", message);
    }

    static KinesisError throughputExceeded(String shardId, String stream, String account) {
        return new KinesisError(
                400,
                "ProvisionedThroughputExceededException",
                "Rate exceeded for shard " + shardId + " in stream " + stream + " under account " + account + ".");
    }

    static KinesisError unknownOperation(String operation) {
        return new KinesisError(400, "UnknownOperationException", "Unknown operation: " + operation);
    }

    static KinesisError malformed(String message) {
        return new KinesisError(400, "SerializationException", message);
    }

    static KinesisError internal() {
        return new KinesisError(500, "InternalFailure", "The request failed because of an unknown error.");
    }

    /** The service's own code. */
    String type() {
        return type;
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
