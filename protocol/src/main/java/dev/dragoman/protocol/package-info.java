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
 *   <li>gets its messages in the order of media time: the captions among themselves, and {@code
 *       audio} and {@code skipped} among themselves. Every utterance that is interpreted in its
 *       language ends in exactly one of these two, so nothing is ever waited for once a later one was
 *       announced.
 *   <li>may get a message again, after a lost answer or a failure of the job, and then perhaps with
 *       other borders. Captions and audio each for themselves: what has a media start that came
 *       before is a repetition; what lies for the greater part (more than half of the time from its
 *       media start to its media end) in what came before was told already; both are passed over.
 *       Everything else is new and is taken whole, though a word at its border may come twice.
 *   <li>shows a partial caption until a caption comes that overlaps it or starts later, and none for a
 *       time that has a final one.
 *   <li>plays in media time: keeps what it has ordered by media start and plays one after the other.
 *       What comes late, behind one that is playing already, comes next. A marker for what was
 *       announced as audio changes nothing; audio for what had a marker is played.
 *   <li>fetches audio when it is announced: the address is good for ten minutes. If it can't be had
 *       after a few tries, the talk goes on without it.
 *   <li>is through when {@code sessionOver} came and what was announced before is played.
 * </ol>
 */
@NullMarked
package dev.dragoman.protocol;

import org.jspecify.annotations.NullMarked;
