/**
 * The job's input: the stream's records, read as the protocol's events. The source beneath it is in
 * the shape of the official connector, so that one day changing imports from {@code
 * dev.dragoman.job.kinesis} to {@code org.apache.flink.connector.kinesis} suffices.
 */
@NullMarked
package dev.dragoman.job.kinesis;

import org.jspecify.annotations.NullMarked;
