package dev.dragoman.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One message or more of every kind, by the name of its golden file. */
final class Messages {

    private static final String SESSION = "golden-eagle-427";
    private static final String TICKET = "Z2F0ZXdheQ=.bm9ib2R5IGNhbiBndWVzcyBpdA";

    static final Map<String, Record> GOLDEN = Map.ofEntries(
            Map.entry(
                    "event-sessionStarted",
                    new SessionStarted(1, SESSION, 1_795_341_600_000L, "en", everythingChosen())),
            Map.entry(
                    "event-chunk",
                    new ChunkReference(
                            1,
                            SESSION,
                            1_795_341_600_300L,
                            1,
                            7,
                            "talks",
                            "sessions/golden-eagle-427/chunks/0001/00000007.webm",
                            987,
                            1_795_341_600_251L)),
            Map.entry("event-recordingEnded", new RecordingEnded(1, SESSION, 1_795_341_700_000L, 1, 331, true)),
            Map.entry("event-phaseChanged", new PhaseChanged(1, SESSION, 1_795_341_700_000L, SessionPhase.MUTED)),
            Map.entry("event-sessionEnded", new SessionEnded(1, SESSION, 1_795_341_800_000L, 2, -1)),
            Map.entry(
                    "client-createSession",
                    new CreateSession("en", everythingChosen(), new SessionAccess("open sesame", 300))),
            Map.entry("client-createSession-plain", new CreateSession("pt-BR", null)),
            Map.entry("client-joinSession", new JoinSession(SESSION, "es")),
            Map.entry("client-joinSession-passcode", new JoinSession(SESSION, "es", "open sesame")),
            Map.entry("client-audioChunk", new AudioChunk(SESSION, 0, 0, 1_795_341_600_251L, new byte[] {
                0x1A, 0x45, (byte) 0xDF, (byte) 0xA3
            })),
            Map.entry("client-audioChunk-empty", new AudioChunk(SESSION, 2, 31, 1_795_341_600_251L, new byte[0])),
            Map.entry("client-audioChunk-last", new AudioChunk(SESSION, 2, 32, 1_795_341_600_501L, new byte[0], true)),
            Map.entry("client-pauseSession", new PauseSession(SESSION, 1, 331)),
            Map.entry("client-resumeSession", new ResumeSession(SESSION, new ChunkPlace(1, 325))),
            Map.entry("client-resumeSession-plain", new ResumeSession(SESSION, null)),
            Map.entry("client-muteSession", new MuteSession(SESSION, true)),
            Map.entry("client-changeLanguage", new ChangeLanguage(SESSION, "fr")),
            Map.entry("client-leaveSession", new LeaveSession(SESSION)),
            Map.entry("client-sessionStatus", new AskSessionStatus(SESSION)),
            Map.entry("client-refreshConnection", new RefreshConnection(SESSION, null, new ChunkPlace(1, 325))),
            Map.entry("client-refreshConnection-listener", new RefreshConnection(SESSION, TICKET, null)),
            Map.entry("client-heartbeat", new Heartbeat()),
            Map.entry("client-endSession", new EndSession(SESSION, 1, 332)),
            Map.entry("server-sessionCreated", new SessionCreated(SESSION, "en")),
            Map.entry("server-sessionJoined", new SessionJoined(SESSION, "es", "en", SessionPhase.LIVE, TICKET)),
            Map.entry(
                    "server-sessionResumed",
                    new SessionResumed(
                            SESSION, SessionPhase.LIVE, List.of(new ChunkRange(1, 325, 327), new ChunkRange(2, 0, 0)))),
            Map.entry("server-sessionState", new SessionState(SESSION, SessionPhase.PAUSED)),
            Map.entry("server-sessionLeft", new SessionLeft(SESSION)),
            Map.entry(
                    "server-sessionStatus",
                    new SessionStatus(
                            SESSION,
                            SessionPhase.LIVE,
                            Map.of("es", 12, "fr", 3),
                            new PipelineStatus(61_230, "everyone who came", 740, 1))),
            Map.entry("server-sessionStatus-plain", new SessionStatus(SESSION, SessionPhase.WAITING, null, null)),
            Map.entry("server-heartbeatHeard", new HeartbeatHeard(1_795_341_600_000L, SESSION)),
            Map.entry("server-heartbeatHeard-nobody", new HeartbeatHeard(1_795_341_600_000L, null)),
            Map.entry("server-chunkAcknowledged", new ChunkAcknowledged(SESSION, 1, 7)),
            Map.entry("server-sessionEnding", new SessionEnding(SESSION)),
            Map.entry("server-sessionOver", new SessionOver(SESSION, 59_980, 0)),
            Map.entry(
                    "server-caption",
                    new Caption(SESSION, "es", 1_230, 3_960, "Buenos días a todos.", false, "Good morning everyone.")),
            Map.entry("server-caption-partial", new Caption(SESSION, "en", 1_230, 2_400, "Good morning", true, null)),
            Map.entry(
                    "server-audio",
                    new Audio(
                            SESSION,
                            "es",
                            1_230,
                            3_960,
                            2_112,
                            "https://talks.s3.eu-central-1.amazonaws.com/sessions/golden-eagle-427/translated/es/1230.mp3"
                                    + "?X-Amz-Expires=600",
                            "Buenos días a todos.",
                            "Good morning everyone.")),
            Map.entry("server-skipped", new Skipped(SESSION, "es", 1_230, 3_960, "TRANSLATION_FAILED")),
            Map.entry(
                    "server-problem",
                    new Problem(
                            ProblemCode.INVALID_FIELD,
                            "The sequence was -1.",
                            "sequence",
                            "0 to 99999999",
                            "audioChunk",
                            SESSION,
                            0,
                            -1,
                            null)),
            Map.entry("server-problem-rateLimited", Problem.rateLimited("Too many join at once from here.", 12)),
            Map.entry(
                    "server-problem-plain",
                    Problem.of(ProblemCode.INTERNAL, "Something broke on the server, please try again.")));

    private Messages() {}

    private static SessionSettings everythingChosen() {
        return new SessionSettings(
                true,
                true,
                new RecognitionSettings(
                        List.of("es", "fr"),
                        "product-names",
                        "bad-words",
                        RecognitionSettings.FilterMethod.REMOVE,
                        "our-talks"),
                new TranslationSettings("our-terms", TranslationSettings.Formality.INFORMAL, true, true),
                Map.of("de", "Daniel"));
    }

    /** Every kind of message and event. */
    static List<Class<?>> kinds() {
        return Stream.of(StreamEvent.class, ClientMessage.class, ServerMessage.class)
                .map(Class::getPermittedSubclasses)
                .<Class<?>>flatMap(Arrays::stream)
                .toList();
    }

    /** Reads JSON as what the record is. */
    static Object readLike(Object record, String json) throws ProtocolException {
        if (record instanceof ClientMessage) {
            return ProtocolJson.readClientMessage(json);
        }
        return record instanceof ServerMessage
                ? ProtocolJson.readServerMessage(json)
                : ProtocolJson.readStreamEvent(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
