package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RecognitionSettings;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionAccess;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.SessionStarted;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateSessionRouteTest {

    private final Ingest ingest = new Ingest();

    @Test
    void remembersTheSessionItsSpeakerAndSaysSoOnTheStream() {
        // Given
        SessionSettings settings = SessionSettings.defaults()
                .withTranscript(true)
                .with(RecognitionSettings.defaults().withAlternatives(List.of("es", "fr")))
                .withVoices(Map.of("de", "Daniel"));

        // When
        SessionCreated created =
                (SessionCreated) ingest.say("somebody", Ingest.OWNER, new CreateSession("en", settings));

        // Then
        String id = created.sessionId();
        long now = ingest.clock.millis();
        assertThat(id).matches(S3Keys.SESSION_ID);
        assertThat(ingest.sessions.items)
                .containsEntry(
                        id,
                        new SessionItem(
                                id,
                                Ingest.OWNER,
                                "somebody",
                                "en",
                                SessionPhase.WAITING,
                                null,
                                10_000,
                                settings.transcript(),
                                now,
                                now / 1_000 + 86_400));
        assertThat(ingest.connections.items)
                .containsEntry(
                        "somebody",
                        new ConnectionItem("somebody", id, ConnectionItem.SPEAKER, "", true, now / 1_000 + 660));
        assertThat(ingest.events.events).containsExactly(new SessionStarted(1, id, now, "en", settings));
    }

    @Test
    void usesTheDefaultsWhereNothingWasChosen() {
        // When
        ingest.say("somebody", Ingest.OWNER, new CreateSession("en", null));

        // Then
        assertThat(ingest.events.events)
                .singleElement()
                .extracting(event -> ((SessionStarted) event).settings())
                .isEqualTo(SessionSettings.defaults());
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"recognition":{"alternatives":["tlh"]}}                             | settings.recognition.alternatives           | one of en, es, fr
        {"recognition":{"alternatives":["en"]}}                              | settings.recognition.alternatives           | one variety of each
        {"recognition":{"alternatives":["es","sv"]}}                         | settings.recognition.alternatives           | without sv, vi
        {"recognition":{"alternatives":["es","fr","de","it","pt"]}}          | settings.recognition.alternatives           | up to 4 languages
        {"recognition":{"vocabulary":"no spaces"}}                           | settings.recognition.vocabulary             | 1 to 200 letters
        {"recognition":{"vocabularyFilter":""}}                              | settings.recognition.vocabularyFilter       | 1 to 200 letters
        {"recognition":{"vocabularyFilterMethod":"MASK"}}                    | settings.recognition.vocabularyFilterMethod | together with a vocabularyFilter
        {"recognition":{"languageModel":"ours","alternatives":["es"]}}       | settings.recognition.languageModel          | without alternatives
        {"translation":{"terminology":"__"}}                                 | settings.translation.terminology            | 1 to 256 letters
        {"voices":{"tlh":"Daniel"}}                                          | settings.voices                             | one of en, es, fr
        {"voices":{"de":"Lucia"}}                                            | settings.voices.de                          | one of Daniel, Hannah, Sabrina, Vicki
        {"voices":{"ro":"Carmen"}}                                           | settings.voices.ro                          | no voice speaks it
        """)
    void refusesSettingsThatTheServicesWouldRefuse(String settings, String field, String accepted) {
        // When
        ServerMessage answer = ingest.routes.message(
                new Caller("somebody", Ingest.OWNER, Ingest.ADDRESS),
                "{\"action\":\"createSession\",\"sourceLanguage\":\"en\",\"settings\":" + settings + "}");

        // Then
        assertThat(answer).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.message()).isNotBlank();
            assertThat(problem.accepted()).contains(accepted);
        });
        assertThat(ingest.sessions.items).isEmpty();
        assertThat(ingest.events.events).isEmpty();
    }

    @Test
    void canBeAskedForAgainOnTheSameConnectionHoweverOftenAServiceFails() {
        // Given
        for (int i = 0; i < 30; i++) {
            (i % 2 == 0 ? ingest.events.faults : ingest.sessions.faults).refuseNext(1);
            assertThat(((Problem) ingest.say("somebody", Ingest.OWNER, new CreateSession("en", null))).code())
                    .isEqualTo(ProblemCode.UNAVAILABLE);
        }

        // When
        ServerMessage answer = ingest.say("somebody", Ingest.OWNER, new CreateSession("en", null));

        // Then
        assertThat(answer).isInstanceOf(SessionCreated.class);
    }

    @Test
    void neverGivesAnIdTwice() {
        // Given: the ids that will be drawn next are taken by others
        SessionIds sameIds = new SessionIds(new Random(427));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            String id = sameIds.next();
            taken.add(id);
            ingest.sessions.items.put(
                    id, new SessionItem(id, "other", "other", "en", SessionPhase.ENDED, null, 1, false, 0, 0));
        }

        // When
        SessionCreated created = (SessionCreated) ingest.say("somebody", Ingest.OWNER, new CreateSession("en", null));

        // Then
        assertThat(taken).doesNotContain(created.sessionId());
        assertThat(ingest.sessions.items).hasSize(4);
    }

    @Test
    void keepsNoPasscodeButWhatProvesIt() {
        // When
        SessionCreated created = (SessionCreated) ingest.say(
                "somebody", Ingest.OWNER, new CreateSession("en", null, new SessionAccess("open sesame", 30)));

        // Then
        SessionItem session = ingest.sessions.items.get(created.sessionId());
        assertThat(session.mostListeners()).isEqualTo(30);
        assertThat(session.passcodeHash()).startsWith("pbkdf2-sha256$600000$").doesNotContain("sesame");
        assertThat(Passcodes.isRight("open sesame", session.passcodeHash())).isTrue();
        assertThat(Passcodes.isRight("open sesam", session.passcodeHash())).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"passcode":"abc"}        | access.passcode      | 4 to 64 characters
        {"mostListeners":0}       | access.mostListeners | 1 to 100000
        {"mostListeners":100001}  | access.mostListeners | 1 to 100000
        {"mostListeners":"many"}  | access.mostListeners | a whole number
        """)
    void refusesAccessThatCannotBe(String access, String field, String accepted) {
        // When
        ServerMessage answer = ingest.routes.message(
                new Caller("somebody", Ingest.OWNER, Ingest.ADDRESS),
                "{\"action\":\"createSession\",\"sourceLanguage\":\"en\",\"access\":" + access + "}");

        // Then
        assertThat(answer).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.accepted()).isEqualTo(accepted);
        });
        assertThat(ingest.sessions.items).isEmpty();
    }
}
