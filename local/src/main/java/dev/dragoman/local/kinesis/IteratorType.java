package dev.dragoman.local.kinesis;

/** Where an iterator starts, in Kinesis's words. */
enum IteratorType {
    AT_SEQUENCE_NUMBER,
    AFTER_SEQUENCE_NUMBER,
    TRIM_HORIZON,
    LATEST,
    AT_TIMESTAMP
}
