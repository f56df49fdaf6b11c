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
 * ends the connection. {@code UNAVAILABLE} and {@code INTERNAL} mean that it may or may not have been
 * done: everything can be asked again, at first after 200 ms, then after twice as long each time, up to
 * 5 s. {@code RATE_LIMITED} means that nothing was done: it is asked again after {@code
 * retryAfterSeconds}.
 *
 * <p>Everybody with a role in a session sends a {@link dev.dragoman.protocol.Heartbeat} every {@link
 * dev.dragoman.protocol.Heartbeat#EVERY_SECONDS}; an answer without a session id means that the
 * connection has no role (any more), and is treated like a lost connection. A connection is renewed at
 * least every hour and a half, because API Gateway ends it after two: a new one is opened, takes the
 * old one's place with {@code refreshConnection}, and the old one is closed 5 s later.
 *
 * <h3>A speaker</h3>
 *
 * <ol>
 *   <li>opens the WebSocket with a token in the subprotocol list ({@code dragoman, <token>}), as every
 *       later connection; the server chooses {@code dragoman}. A bad token is refused with HTTP 401. A
 *       token is only looked at then: one that expires later ends nothing.
 *   <li>asks for a session ({@code createSession}) and gets its id ({@code sessionCreated}), or takes
 *       one that was created over HTTP ({@code resumeSession}). A connection speaks in one session, and
 *       a session has one speaker's connection: the last of its owner's that created, resumed or
 *       renewed.
 *   <li>numbers what the recorder gives: recordings 0, 1, 2 … by run of the recorder, chunks 0, 1, 2 …
 *       within a recording, without holes and with the empty ones. A blob of more than {@link
 *       dev.dragoman.protocol.AudioChunk#MOST_BYTES} is sent in pieces, each a chunk with a number of
 *       its own. A number never gets other bytes. When the recorder stops, its last chunk says so
 *       ({@code last}); where no more audio comes, an empty chunk does it.
 *   <li>keeps every chunk until {@code chunkAcknowledged} comes for it, or it is in {@code received}
 *       of a {@code sessionResumed}. It need not wait for one acknowledgement to send the next chunk,
 *       and the order of arrival does not matter.
 *   <li>sends a chunk again under its number when a problem {@code UNAVAILABLE}, {@code INTERNAL} or
 *       {@code RATE_LIMITED} names it, and when nothing was heard of it for 10 s. A chunk that arrives
 *       twice does no harm. {@code NOT_ALLOWED} means that another connection of the owner speaks now.
 *       Any other problem that names a chunk is for good: {@code UNSUPPORTED_AUDIO} for its whole
 *       recording, the rest for the chunk.
 *   <li>keeps a bounded amount, at least two minutes of audio, and sends what it kept no faster than
 *       the server takes it. What it has to give up keeps its number, and becomes a gap.
 *   <li>when the connection is lost, opens another within the grace period (a minute, unless the system
 *       says otherwise; after it the session is ended) and sends {@code refreshConnection}, or {@code
 *       resumeSession} where the talk was paused, with its oldest chunk that is not acknowledged. What
 *       the answer's {@code received} has is acknowledged; the rest is sent again. An empty list means
 *       nothing: everything is sent again.
 *   <li>pauses ({@code pauseSession}) with how many chunks there were, so that the last words are heard
 *       at once, and goes on with {@code resumeSession}. The microphone's switch is told with {@code
 *       muteSession}, and again when the talk has begun or went on after a pause: until then the
 *       answer has another phase, and nothing was changed.
 *   <li>ends the session ({@code endSession}) when every chunk is acknowledged or given up, and asks
 *       again like for a chunk until {@code sessionEnding} comes, on any connection of the owner. The
 *       last words follow; then {@code sessionOver}.
 *   <li>is told by itself who listens and how far the interpretation is ({@code sessionStatus}), at most
 *       once a second, and can ask.
 * </ol>
 *
 * <h3>A listener</h3>
 *
 * <ol>
 *   <li>joins a session in one language ({@code joinSession}, {@code sessionJoined}), with its passcode
 *       if it asks for one. {@code changeLanguage} changes the language. In the session's own language
 *       there are captions only.
 *   <li>keeps the last {@code ticket} that it was given. When the connection is lost, another one
 *       takes its place with {@code refreshConnection} and the ticket; no passcode and no limit is
 *       asked again. A ticket that is refused ({@code NOT_ALLOWED}) was kept for too long, more than
 *       a minute: then it joins as at first.
 *   <li>hears what it missed, once it has joined again or for the first time, with {@code GET
 *       /audio/{sessionId}/{language}?since=…} and the ticket in the header {@code dragoman-ticket}:
 *       since the media end of the last interpretation that it was announced, at once and again 3 s
 *       later, for what was under way meanwhile. If none was announced yet, it asks with {@code
 *       last=…} for as many milliseconds as have gone by since it joined. What a full answer ({@link
 *       dev.dragoman.protocol.MissedInterpretations#MOST}) leaves out it asks for from the media start
 *       of the last in it. All of it is taken as if it had been announced, in media time, and what was
 *       told already is passed over as below. The same answer has the final captions that it missed,
 *       also in the session's own language.
 *   <li>leaves with {@code leaveSession}; whoever only goes is waited for a minute.
 *   <li>is told what the session is doing ({@code sessionState}) when that changes.
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
 *       What comes late, with a media start before that of one that has begun to play, is not heard
 *       any more; its words are read. A marker for what was announced as audio changes nothing; audio
 *       for what had a marker is played.
 *   <li>fetches audio when it is announced: the address is good for ten minutes. If it can't be had
 *       after a few tries, the talk goes on without it.
 *   <li>is through when {@code sessionOver} came and what was announced before is played.
 * </ol>
 */
@NullMarked
package dev.dragoman.protocol;

import org.jspecify.annotations.NullMarked;
