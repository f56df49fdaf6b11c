package dev.dragoman.local.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebPagesTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Path built = Files.createDirectories(folder.resolve("dist"));
        Files.createDirectory(built.resolve("speak"));
        Files.createDirectory(built.resolve("assets"));
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(built.resolve("index.html"), "<h1>listen</h1>");
        Files.writeString(built.resolve("speak/index.html"), "<h1>speak</h1>");
        Files.writeString(built.resolve("assets/page-a1b2.js"), "start()");
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(WebPages.in(built));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void thePagesAreServedAsWhatTheyAre() throws Exception {
        // When
        HttpResponse<String> listen = get("/");
        HttpResponse<String> speak = get("/speak/");
        HttpResponse<String> script = get("/assets/page-a1b2.js");

        // Then
        assertThat(listen.body()).isEqualTo("<h1>listen</h1>");
        assertThat(speak.body()).isEqualTo("<h1>speak</h1>");
        assertThat(listen.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
        assertThat(script.headers().firstValue("content-type").orElseThrow()).startsWith("text/javascript");
    }

    @Test
    void nobodyMayFrameThemOrGuessTheirTypes() throws Exception {
        // When
        HttpResponse<String> page = get("/");

        // Then
        assertThat(page.headers().firstValue("content-security-policy")).hasValue("frame-ancestors 'none'");
        assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    @Test
    void aBrowserKeepsWhatHasItsHashInItsNameAndAsksForTheRestAnew() throws Exception {
        // When
        HttpResponse<String> page = get("/");
        HttpResponse<String> script = get("/assets/page-a1b2.js");

        // Then
        assertThat(page.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(script.headers().firstValue("cache-control")).hasValue("public, max-age=31536000, immutable");
    }

    @Test
    void nothingElseIsServed() throws Exception {
        // When
        HttpResponse<String> beside = get("/secret.txt");
        HttpResponse<String> above = get("/%2e%2e/secret.txt");
        HttpResponse<String> gone = get("/assets/page-c3d4.js");
        HttpResponse<String> folder = get("/assets/");

        // Then
        assertThat(beside.statusCode()).isEqualTo(404);
        assertThat(above.statusCode()).isBetween(400, 404);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.headers().firstValue("cache-control").orElse("")).doesNotContain("immutable");
        assertThat(folder.statusCode()).isBetween(400, 404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
