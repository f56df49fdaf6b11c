package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;

/**
 * What a client says over the WebSocket. API Gateway chooses the route by {@code action}.
 *
 * <p>Text frames of at most 32 KB, messages of at most 128 KB: audio is base64, and a chunk whose
 * message would be larger is cut into pieces, which are just more chunks.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "action")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CreateSession.class, name = "createSession"),
    @JsonSubTypes.Type(value = JoinSession.class, name = "joinSession"),
    @JsonSubTypes.Type(value = AudioChunk.class, name = "audioChunk"),
    @JsonSubTypes.Type(value = PauseSession.class, name = "pauseSession"),
    @JsonSubTypes.Type(value = ResumeSession.class, name = "resumeSession"),
    @JsonSubTypes.Type(value = MuteSession.class, name = "muteSession"),
    @JsonSubTypes.Type(value = EndSession.class, name = "endSession"),
    @JsonSubTypes.Type(value = ChangeLanguage.class, name = "changeLanguage"),
    @JsonSubTypes.Type(value = LeaveSession.class, name = "leaveSession"),
    @JsonSubTypes.Type(value = AskSessionStatus.class, name = "sessionStatus"),
    @JsonSubTypes.Type(value = RefreshConnection.class, name = "refreshConnection"),
    @JsonSubTypes.Type(value = Heartbeat.class, name = "heartbeat"),
})
public sealed interface ClientMessage
        permits CreateSession,
                JoinSession,
                AudioChunk,
                PauseSession,
                ResumeSession,
                MuteSession,
                EndSession,
                ChangeLanguage,
                LeaveSession,
                AskSessionStatus,
                RefreshConnection,
                Heartbeat {

    /** The route that it takes. */
    default String action() {
        return actionOf(getClass());
    }

    /** The routes that API Gateway has: one for each action; everything else goes to {@code $default}. */
    static List<String> actions() {
        return Arrays.stream(
                        ClientMessage.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .toList();
    }

    /** The route of a kind of message. */
    static String actionOf(Class<? extends ClientMessage> kind) {
        for (JsonSubTypes.Type known :
                ClientMessage.class.getAnnotation(JsonSubTypes.class).value()) {
            if (known.value() == kind) {
                return known.name();
            }
        }
        throw new IllegalArgumentException("no action for " + kind.getSimpleName());
    }
}
