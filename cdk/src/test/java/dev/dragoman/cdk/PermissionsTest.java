package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.cdk.Permissions.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Who may do what on what: {@code permissions.txt} has every permission of every stack, for a reviewer to
 * read in a minute. {@code -Ddragoman.permissions.write=true} writes it anew.
 */
class PermissionsTest {

    private static final Path LISTING = Path.of("src/test/resources/dev/dragoman/cdk/permissions.txt");

    private final List<Permission> permissions = new Permissions().all();

    @Test
    void theListingIsTrue() throws IOException {
        // When
        String listing = listing();

        // Then
        if (Boolean.getBoolean("dragoman.permissions.write")) {
            Files.writeString(LISTING, listing);
        }
        assertThat(listing).isEqualTo(Files.readString(LISTING));
    }

    @Test
    void noActionHasAWildcard() {
        assertThat(permissions).extracting(Permission::action).noneMatch(action -> action.contains("*"));
    }

    /** Those of which the service authorization reference names no resource; the reasons stand in JobStack. */
    @Test
    void onlyWhatKnowsNoFinerResourceIsAllowedOnEverything() {
        assertThat(permissions)
                .filteredOn(permission -> permission.resource().equals("*"))
                .extracting(Permission::action)
                .containsExactlyInAnyOrder(
                        "polly:SynthesizeSpeech", "transcribe:StartStreamTranscription", "translate:TranslateText");
    }

    /** One line for each resource of each role: what it may do there. */
    private String listing() {
        Map<String, SortedMap<String, SortedSet<String>>> roles = new TreeMap<>();
        for (Permission permission : permissions) {
            roles.computeIfAbsent(permission.who(), who -> new TreeMap<>())
                    .computeIfAbsent(permission.resource(), resource -> new TreeSet<>())
                    .add(permission.action());
        }
        StringBuilder listing = new StringBuilder();
        roles.forEach((who, may) -> {
            listing.append(who).append('\n');
            may.forEach((resource, actions) -> listing.append("  ")
                    .append(resource)
                    .append("\n      ")
                    .append(String.join(", ", actions))
                    .append('\n'));
        });
        return listing.toString();
    }
}
