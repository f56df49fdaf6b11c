package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.MissedInterpretations;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpMissedSourceTest {

    private final TestServer server = TestServer.start();
    private final MissedSource source = new HttpMissedSource(HttpClient.newHttpClient(), URI.create(server.urlOf("")));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void bringsThePasscodeBesideTheTicketWhereItFitsAHeader() throws Exception {
        // Given
        server.missed.set(new MissedInterpretations("golden-eagle-427", "es", List.of(), List.of(), List.of()));

        // When
        ask(null, -1);
        ask("open sesame", 7);
        ask("señal", 7);
        ask(" blank", 7);

        // Then
        assertThat(server.askedForMissed)
                .containsExactly(
                        "/audio/golden-eagle-427/es ticket/",
                        "/audio/golden-eagle-427/es?since=7 ticket/open sesame",
                        "/audio/golden-eagle-427/es?since=7 ticket/",
                        "/audio/golden-eagle-427/es?since=7 ticket/");
    }

    private void ask(@Nullable String passcode, long since) throws Exception {
        var unused = source.since(new Seat("golden-eagle-427", "es", "ticket/", passcode), since)
                .get(10, TimeUnit.SECONDS);
    }
}
