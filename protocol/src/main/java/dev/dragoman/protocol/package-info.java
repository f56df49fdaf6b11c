/**
 * What the parts of Dragoman say to each other: events on the Kinesis stream, messages over the
 * WebSocket, keys in S3 and items in the tables, with the one JSON mapper for all of them.
 *
 * <p>Knows no part: neither Flink, nor Lambda, nor the AWS SDK.
 */
@NullMarked
package dev.dragoman.protocol;

import org.jspecify.annotations.NullMarked;
