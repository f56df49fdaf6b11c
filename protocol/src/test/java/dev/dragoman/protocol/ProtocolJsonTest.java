package dev.dragoman.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a message is said so that its sender can mend it: code, field, reason, what is accepted. */
class ProtocolJsonTest {

    private static final String AUDIO = """
            {"action":"audioChunk","sessionId":"golden-eagle-427","recording":%s,"sequence":%s,"speakerMillis":%s,"data":%s}""";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # what it is          | message                                                                  | code              | field             | accepted      | message contains
        nothing               | ``                                                                       | MALFORMED_MESSAGE |                   | a JSON object | not a JSON object
        null                  | null                                                                     | MALFORMED_MESSAGE |                   | a JSON object | not a JSON object
        a list                | []                                                                       | MALFORMED_MESSAGE |                   | a JSON object | not a JSON object
        a list of messages    | [{"action":"createSession","sourceLanguage":"en"}]                       | MALFORMED_MESSAGE |                   | a JSON object | not a JSON object
        a string              | "createSession"                                                          | MALFORMED_MESSAGE |                   | a JSON object | not a JSON object
        a number              | 12                                                                       | MALFORMED_MESSAGE |                   | a JSON object | not a JSON object
        no JSON               | hello                                                                    | MALFORMED_MESSAGE |                   | a JSON object | not JSON
        half of it            | {"action":"createSession",                                               | MALFORMED_MESSAGE |                   | a JSON object | not JSON
        something after it    | {"action":"createSession","sourceLanguage":"en"} {}                      | MALFORMED_MESSAGE |                   | a JSON object | followed
        half a field          | {"action":"createSession","sourceLanguage":"e                              | MALFORMED_MESSAGE |                   | a JSON object | not JSON
        a wrong escape        | {"action":"createSession","sourceLanguage":"\\q"}                        | MALFORMED_MESSAGE |                   | a JSON object | not JSON
        a field twice         | {"action":"createSession","sourceLanguage":"en","sourceLanguage":"es"}   | MALFORMED_MESSAGE |                   | a JSON object | Duplicate
        no action             | {"sourceLanguage":"en"}                                                  | UNKNOWN_ACTION    | action            | one of createSession, joinSession, audioChunk, pauseSession, resumeSession, muteSession, endSession, changeLanguage, leaveSession, sessionStatus, refreshConnection, heartbeat | missing
        a null action         | {"action":null,"sourceLanguage":"en"}                                    | UNKNOWN_ACTION    | action            | one of createSession, joinSession, audioChunk, pauseSession, resumeSession, muteSession, endSession, changeLanguage, leaveSession, sessionStatus, refreshConnection, heartbeat | missing
        an unknown action     | {"action":"dance"}                                                       | UNKNOWN_ACTION    | action            | one of createSession, joinSession, audioChunk, pauseSession, resumeSession, muteSession, endSession, changeLanguage, leaveSession, sessionStatus, refreshConnection, heartbeat | 'dance'
        an action as object   | {"action":{"a":1}}                                                       | UNKNOWN_ACTION    | action            | one of createSession, joinSession, audioChunk, pauseSession, resumeSession, muteSession, endSession, changeLanguage, leaveSession, sessionStatus, refreshConnection, heartbeat | wrong
        a missing string      | {"action":"createSession"}                                               | INVALID_FIELD     | sourceLanguage    | a string      | missing
        a null string         | {"action":"createSession","sourceLanguage":null}                         | INVALID_FIELD     | sourceLanguage    | a string      | missing
        a number for a string | {"action":"createSession","sourceLanguage":7}                            | INVALID_FIELD     | sourceLanguage    | a string      | was
        a list for a string   | {"action":"createSession","sourceLanguage":["en"]}                       | INVALID_FIELD     | sourceLanguage    | a string      | wrong type
        settings as a list    | {"action":"createSession","sourceLanguage":"en","settings":[]}           | INVALID_FIELD     | settings          | an object     | wrong type
        a string for a truth  | {"action":"createSession","sourceLanguage":"en","settings":{"transcript":"yes"}} | INVALID_FIELD | settings.transcript | true or false | wrong
        an unknown name       | {"action":"createSession","sourceLanguage":"en","settings":{"translation":{"formality":"POLITE"}}} | INVALID_FIELD | settings.translation.formality | one of FORMAL, INFORMAL | was 'POLITE'
        a number for a name   | {"action":"createSession","sourceLanguage":"en","settings":{"translation":{"formality":0}}} | INVALID_FIELD | settings.translation.formality | one of FORMAL, INFORMAL | was '0'
        a hole in a list      | {"action":"createSession","sourceLanguage":"en","settings":{"recognition":{"alternatives":[null]}}} | INVALID_FIELD | settings.recognition.alternatives.[0] | a string | missing
        a voice of nobody     | {"action":"createSession","sourceLanguage":"en","settings":{"voices":{"es":null}}} | INVALID_FIELD | settings.voices.es | a string | missing
        """)
    void saysWhatIsWrongWithAMessage(
            String what, String json, ProblemCode code, String field, String accepted, String reason) {
        // When
        ProtocolException wrong = wrong(json);

        // Then
        assertThat(wrong.code()).isEqualTo(code);
        assertThat(wrong.field()).isEqualTo(field);
        assertThat(wrong.accepted()).isEqualTo(accepted);
        assertThat(wrong).hasMessageContaining(reason);
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # recording | sequence    | speakerMillis | data     | field         | accepted
        null        | 0           | 0             | ""       | recording     | a whole number
        "0"         | 0           | 0             | ""       | recording     | a whole number
        1.5         | 0           | 0             | ""       | recording     | a whole number
        true        | 0           | 0             | ""       | recording     | a whole number
        0           | 3000000000  | 0             | ""       | sequence      | a whole number
        0           | {}          | 0             | ""       | sequence      | a whole number
        0           | 0           | 1e400         | ""       | speakerMillis | a whole number
        0           | 0           | 9223372036854775808 | "" | speakerMillis | a whole number
        0           | 0           | 0             | "GkXf*"  | data          | a base64 string
        0           | 0           | 0             | "GkXfow" | data          | a base64 string
        0           | 0           | 0             | 7        | data          | a base64 string
        0           | 0           | 0             | null     | data          | a base64 string
        0           | 0           | 0             | []       | data          | a base64 string
        """)
    void saysWhatIsWrongWithAChunk(
            String recording, String sequence, String speakerMillis, String data, String field, String accepted) {
        // When
        ProtocolException wrong = wrong(AUDIO.formatted(recording, sequence, speakerMillis, data));

        // Then
        assertThat(wrong.code()).isEqualTo(ProblemCode.INVALID_FIELD);
        assertThat(wrong.field()).isEqualTo(field);
        assertThat(wrong.accepted()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"transcript\":false}", "{\"recognition\":{},\"translation\":{},\"voices\":{}}"})
    void settingsThatAreLeftOutAreTheUsualOnes(String settings) throws Exception {
        // When
        ClientMessage read = ProtocolJson.readClientMessage(
                "{\"action\":\"createSession\",\"sourceLanguage\":\"en\",\"settings\":" + settings + "}");

        // Then
        assertThat(read).isEqualTo(new CreateSession("en", SessionSettings.defaults()));
    }

    @Test
    void doesNotRepeatAWholeChunkThatWasWrong() {
        // When
        ProtocolException wrong = wrong(AUDIO.formatted(0, 0, 0, "\"" + "*".repeat(30_000) + "\""));

        // Then
        assertThat(wrong.getMessage()).hasSizeLessThan(200);
        assertThat(ProtocolJson.write(wrong.toProblem())).hasSizeLessThan(500);
    }

    @Test
    void repeatsWhatWasWrongAsItWas() {
        // When
        ProtocolException wrong = wrong(AUDIO.formatted(0, 0, 0, "\"***\""));

        // Then
        assertThat(wrong).hasMessage("The field data was '***'.");
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        // When
        ProtocolException wrong = wrong("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");

        // Then
        assertThat(wrong.code()).isEqualTo(ProblemCode.MALFORMED_MESSAGE);
    }

    @Test
    void refusesAnEventOfAnotherVersion() {
        // Given
        String json =
                "{\"type\":\"sessionEnded\",\"version\":2,\"sessionId\":\"golden-eagle-427\",\"serverMillis\":1,\"recordings\":1,\"chunksInLast\":1}";

        // When
        ProtocolException wrong = catchThrowableOfType(
                ProtocolException.class, () -> ProtocolJson.readStreamEvent(json.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(wrong.toProblem())
                .isEqualTo(Problem.ofField(ProblemCode.INVALID_FIELD, "The field version was 2.", "version", "1"));
    }

    @Test
    void refusesAnUnknownEvent() {
        // When
        ProtocolException wrong = catchThrowableOfType(
                ProtocolException.class,
                () -> ProtocolJson.readStreamEvent("{\"type\":\"rain\"}".getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(wrong.code()).isEqualTo(ProblemCode.MALFORMED_MESSAGE);
        assertThat(wrong.field()).isEqualTo("type");
        assertThat(wrong.accepted())
                .isEqualTo("one of sessionStarted, chunk, recordingEnded, phaseChanged, sessionEnded");
    }

    @Test
    void refusesBytesThatAreNoText() {
        // When
        ProtocolException wrong = catchThrowableOfType(
                ProtocolException.class,
                () -> ProtocolJson.readStreamEvent(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1, (byte) 0xC3}));

        // Then
        assertThat(wrong.code()).isEqualTo(ProblemCode.MALFORMED_MESSAGE);
    }

    @Test
    void readsARecordThatIsNoMessageAsStrictly() throws Exception {
        // Given
        record Shelf(String name, List<String> books) {}

        // When
        Shelf shelf = ProtocolJson.read(
                "{\"name\":\"top\",\"books\":[\"one\"],\"dust\":true}".getBytes(StandardCharsets.UTF_8), Shelf.class);
        ProtocolException missing = catchThrowableOfType(
                ProtocolException.class,
                () -> ProtocolJson.read("{\"name\":\"top\"}".getBytes(StandardCharsets.UTF_8), Shelf.class));
        ProtocolException hole = catchThrowableOfType(
                ProtocolException.class,
                () -> ProtocolJson.read(
                        "{\"name\":\"top\",\"books\":[null]}".getBytes(StandardCharsets.UTF_8), Shelf.class));

        // Then
        assertThat(shelf).isEqualTo(new Shelf("top", List.of("one")));
        assertThat(missing.field()).isEqualTo("books");
        assertThat(hole.field()).startsWith("books");
    }

    private static ProtocolException wrong(String json) {
        ProtocolException wrong =
                catchThrowableOfType(ProtocolException.class, () -> ProtocolJson.readClientMessage(json));
        assertThat(wrong).as("refused: %s", json).isNotNull();
        return wrong;
    }
}
