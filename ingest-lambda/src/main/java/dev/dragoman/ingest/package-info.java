/**
 * The ingest side: takes what clients say over the WebSocket, keeps sessions and connections in their
 * tables, puts chunks into S3 and events on the stream.
 *
 * <p>Knows neither the job nor any client; nothing of what a chunk's bytes mean beyond their first four.
 */
@NullMarked
package dev.dragoman.ingest;

import org.jspecify.annotations.NullMarked;
