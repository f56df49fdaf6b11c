/**
 * What the parts of Dragoman say to each other: events on the Kinesis stream, messages over the
 * WebSocket, keys in S3 and items in the tables, with the one JSON mapper for all of them.
 *
 * <p>Knows no part: neither Flink, nor Lambda, nor the AWS SDK.
 *
 * <h2>The contract of a client</h2>
 *
 * <p>Everybody passes over messages whose {@code type} they don't know or that have none (API
 * Gateway's own errors), and fields they don't know. A {@link dev.dragoman.protocol.Problem} never
 * ends the connection.
 *
 * <h3>A speaker</h3>
 *
 * <ol>
 *   <li>asks for a session ({@code createSession}) and gets its id ({@code sessionCreated}). A
 *       connection speaks in one session.
 *   <li>numbers what the recorder gives: recordings 0, 1, 2 … by run of the recorder, chunks 0, 1, 2 …
 *       within a recording, without holes and with the empty ones. A blob of more than {@link
 *       dev.dragoman.protocol.AudioChunk#MOST_BYTES} is sent in pieces, each a chunk with a number of
 *       its own. A number never gets other bytes.
 *   <li>keeps every chunk until {@code chunkAcknowledged} comes for it. It need not wait for one
 *       acknowledgement to send the next chunk, and the order of arrival does not matter.
 *   <li>sends a chunk again under its number when a problem {@code UNAVAILABLE} or {@code INTERNAL}
 *       names it (at first after 200 ms, then after twice as long each time, up to 5 s), and when
 *       nothing was heard of it for 10 s. A chunk that arrives twice does no harm. Any other problem
 *       that names a chunk is for good: {@code UNSUPPORTED_AUDIO} for its whole recording, the rest
 *       for the chunk.
 *   <li>keeps a bounded amount, at least two minutes of audio. What it has to give up keeps its
 *       number, and becomes a gap.
 *   <li>ends the session ({@code endSession}) when every chunk is acknowledged or given up, and asks
 *       again like for a chunk until {@code sessionEnding} comes. The last words follow; then {@code
 *       sessionOver}.
 * </ol>
 *
 * <h3>A listener</h3>
 *
 * <ol>
 *   <li>joins a session in one language ({@code joinSession}, {@code sessionJoined}); joining again
 *       changes the language. In the session's own language there are captions only.
 *   <li>knows an utterance by its media start, which is the same in its captions, its audio and its
 *       marker. A caption replaces the one of the same media start, until one that is not partial
 *       came.
 *   <li>gets, for every utterance, in the order of media time, {@code audio} or {@code skipped}: an
 *       utterance is never waited for once a later one was announced. Audio with a media start that
 *       was announced before is a repetition and must not be played again; a marker for what was
 *       announced as audio changes nothing.
 *   <li>fetches audio when it is announced: the address is good for ten minutes. If it can't be had
 *       after a few tries, the talk goes on without it.
 *   <li>is through when {@code sessionOver} came and what was announced before is played.
 * </ol>
 */
@NullMarked
package dev.dragoman.protocol;

import org.jspecify.annotations.NullMarked;
