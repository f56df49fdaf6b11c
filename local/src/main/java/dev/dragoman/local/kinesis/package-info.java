/**
 * Kinesis Data Streams on this machine: the real protocol (JSON and CBOR) over streams in memory, with a
 * GetRecords that answers as soon as a record comes.
 *
 * <p>Knows nothing of what the records say.
 */
@NullMarked
package dev.dragoman.local.kinesis;

import org.jspecify.annotations.NullMarked;
