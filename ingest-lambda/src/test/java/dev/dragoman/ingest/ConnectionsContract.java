package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.ConnectionItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    void aConnectionIsFoundAsItIs() throws Exception {
        // Given
        ConnectionItem listener = listener("a=", "es");
        connections().add(listener);

        // When, then
        assertThat(connections().find("a=")).contains(listener);
        assertThat(connections().find("b=")).isEmpty();
    }

    @Test
    void aListenerChangesLanguageAndKeepsTheTicket() throws Exception {
        // Given
        connections().add(listener("a=", "es"));
        connections().add(new ConnectionItem("s=", SESSION, ConnectionItem.SPEAKER, "", true, 100));

        // When
        Optional<ConnectionItem> changed = connections().changeLanguage("a=", SESSION, "fr", 300);
        Optional<ConnectionItem> elsewhere = connections().changeLanguage("a=", "silver-river-001", "de", 300);
        Optional<ConnectionItem> speaker = connections().changeLanguage("s=", SESSION, "de", 300);
        Optional<ConnectionItem> nobody = connections().changeLanguage("n=", SESSION, "de", 300);

        // Then
        assertThat(changed).contains(new ConnectionItem("a=", SESSION, "fr", "secret", true, 300));
        assertThat(connections().find("a=")).isEqualTo(changed);
        assertThat(elsewhere).isEmpty();
        assertThat(speaker).isEmpty();
        assertThat(nobody).isEmpty();
        assertThat(connections().find("n=")).isEmpty();
    }

    @Test
    void aConnectionTakesTheEarlierOnesPlaceOnce() throws Exception {
        // Given
        ConnectionItem earlier = listener("a=", "es");
        ConnectionItem now = new ConnectionItem("b=", SESSION, "es", "other", true, 200);
        connections().add(earlier);

        // When
        boolean replaced = connections().replace(earlier, now);
        boolean again = connections().replace(earlier, new ConnectionItem("c=", SESSION, "es", "third", true, 200));

        // Then
        assertThat(replaced).isTrue();
        assertThat(again).isFalse();
        assertThat(connections().find("a=")).isEmpty();
        assertThat(connections().find("b=")).contains(now);
        assertThat(connections().find("c=")).isEmpty();
    }

    @Test
    void whatChangedInBetweenOrHasARoleIsNotReplaced() throws Exception {
        // Given
        ConnectionItem earlier = listener("a=", "es");
        connections().add(earlier);
        connections().add(listener("b=", "de"));

        // When
        boolean ontoAnother = connections().replace(earlier, listener("b=", "es"));
        connections().changeLanguage("a=", SESSION, "fr", 100);
        boolean changed = connections().replace(earlier, listener("c=", "es"));

        // Then
        assertThat(ontoAnother || changed).isFalse();
        assertThat(of(SESSION, "de")).containsExactly("b=");
        assertThat(of(SESSION, "fr")).containsExactly("a=");
    }

    @Test
    void aSignOfLifeMovesTheExpiryOfWhoeverHasARole() throws Exception {
        // Given
        connections().add(listener("a=", "es"));

        // When
        Optional<ConnectionItem> alive = connections().alive("a=", 500);
        Optional<ConnectionItem> nobody = connections().alive("n=", 500);

        // Then
        assertThat(alive).contains(new ConnectionItem("a=", SESSION, "es", "secret", true, 500));
        assertThat(nobody).isEmpty();
        assertThat(connections().find("n=")).isEmpty();
    }

    @Test
    void aListenerWhoIsLostIsNotRevivedOnTheSameConnection() throws Exception {
        // Given
        connections().add(listener("a=", "es"));
        connections().lost("a=", 160);

        // When, then
        assertThat(connections().alive("a=", 500)).isEmpty();
        assertThat(connections().changeLanguage("a=", SESSION, "fr", 500)).isEmpty();
        assertThat(connections().find("a=")).contains(new ConnectionItem("a=", SESSION, "es", "secret", false, 160));
    }

    @Test
    void aListenerWhoIsLostIsKeptForAWhileHoweverOftenItIsSaid() throws Exception {
        // Given
        connections().add(listener("a=", "es"));

        // When
        connections().lost("a=", 160);
        connections().lost("a=", 220);
        connections().lost("n=", 160);

        // Then
        assertThat(connections().find("a=")).contains(new ConnectionItem("a=", SESSION, "es", "secret", false, 160));
        assertThat(connections().find("n=")).isEmpty();
    }

    @Test
    void aSpeakerWhoIsLostIsForgotten() throws Exception {
        // Given
        connections().add(new ConnectionItem("s=", SESSION, ConnectionItem.SPEAKER, "", true, 100));

        // When
        connections().lost("s=", 160);
        connections().lost("s=", 160);

        // Then
        assertThat(connections().find("s=")).isEmpty();
    }

    @Test
    void whoLeavesIsGoneAndLeavingAgainIsNoError() throws Exception {
        // Given
        connections().add(listener("a=", "es"));
        connections().add(listener("b=", "es"));
        connections().add(new ConnectionItem("s=", SESSION, ConnectionItem.SPEAKER, "", true, 100));

        // When
        boolean left = connections().leave("a=", SESSION);
        boolean again = connections().leave("a=", SESSION);
        boolean elsewhere = connections().leave("b=", "silver-river-001");
        boolean speaker = connections().leave("s=", SESSION);

        // Then
        assertThat(left && again).isTrue();
        assertThat(elsewhere || speaker).isFalse();
        assertThat(of(SESSION, "es")).containsExactly("b=");
        assertThat(connections().find("s=")).isPresent();
    }

    @Test
    void countsWhoIsThereByLanguage() throws Exception {
        // Given
        connections().add(listener("a=", "es"));
        connections().add(listener("b=", "es"));
        connections().add(listener("c=", "fr"));
        connections().add(listener("d=", "fr"));
        connections().add(new ConnectionItem("old=", SESSION, "es", "secret", true, 60));
        connections().add(new ConnectionItem("other=", "silver-river-001", "es", "secret", true, 100));
        connections().add(new ConnectionItem("s=", SESSION, ConnectionItem.SPEAKER, "", true, 100));
        connections().lost("d=", 160);

        // When, then
        assertThat(connections().listeners(SESSION, 60)).isEqualTo(Map.of("es", 2, "fr", 1));
    }

    private static ConnectionItem listener(String connectionId, String language) {
        return new ConnectionItem(connectionId, SESSION, language, "secret", true, 100);
    }
}
