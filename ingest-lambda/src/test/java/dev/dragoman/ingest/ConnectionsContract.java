package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.ConnectionItem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ingest relies on in a connections table; run against the fake here and against DynamoDB's endpoints elsewhere. */
abstract class ConnectionsContract {

    private static final String SESSION = "golden-eagle-427";

    /** An empty table for each test. */
    abstract Connections connections();

    /** The ids of a session's connections of a language, as the job finds them. */
    abstract List<String> of(String sessionId, String language);

    @Test
    void aListenerIsFoundByItsLanguage() throws Exception {
        // When
        boolean first = connections().add(new ConnectionItem("a=", SESSION, "es", "", true, 100));
        boolean second = connections().add(new ConnectionItem("b=", SESSION, "fr", "", true, 100));

        // Then
        assertThat(first && second).isTrue();
        assertThat(of(SESSION, "es")).containsExactly("a=");
        assertThat(of(SESSION, "fr")).containsExactly("b=");
        assertThat(of(SESSION, "de")).isEmpty();
    }

    @Test
    void aListenerMayChangeLanguage() throws Exception {
        // Given
        connections().add(new ConnectionItem("a=", SESSION, "es", "", true, 100));

        // When
        boolean changed = connections().add(new ConnectionItem("a=", SESSION, "fr", "", true, 100));

        // Then
        assertThat(changed).isTrue();
        assertThat(of(SESSION, "es")).isEmpty();
        assertThat(of(SESSION, "fr")).containsExactly("a=");
    }

    @Test
    void aSpeakerStaysOne() throws Exception {
        // Given
        connections().add(new ConnectionItem("a=", SESSION, ConnectionItem.SPEAKER, "", true, 100));

        // When
        boolean listens = connections().add(new ConnectionItem("a=", SESSION, "es", "", true, 100));
        boolean speaksElsewhere =
                connections().add(new ConnectionItem("a=", "silver-river-001", ConnectionItem.SPEAKER, "", true, 100));
        boolean again = connections().add(new ConnectionItem("a=", SESSION, ConnectionItem.SPEAKER, "", true, 200));

        // Then
        assertThat(listens).isFalse();
        assertThat(speaksElsewhere).isFalse();
        assertThat(again).isTrue();
        assertThat(of(SESSION, ConnectionItem.SPEAKER)).containsExactly("a=");
    }

    @Test
    void aListenerNeverBecomesASpeaker() throws Exception {
        // Given
        connections().add(new ConnectionItem("a=", SESSION, "es", "", true, 100));

        // When
        boolean speaks = connections().add(new ConnectionItem("a=", SESSION, ConnectionItem.SPEAKER, "", true, 100));

        // Then
        assertThat(speaks).isFalse();
        assertThat(of(SESSION, "es")).containsExactly("a=");
    }

    @Test
    void whatIsRemovedIsGoneAndRemovingAgainIsNoError() throws Exception {
        // Given
        connections().add(new ConnectionItem("a=", SESSION, "es", "", true, 100));

        // When
        connections().remove("a=");
        connections().remove("a=");

        // Then
        assertThat(of(SESSION, "es")).isEmpty();
    }
}
