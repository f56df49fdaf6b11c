package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.StubEndpoint;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the services of delivery are asked, and how their answers are read. */
class AwsDeliveryTest {

    private static final String TALK = "golden-eagle-427";
    private static final String KEY = "sessions/golden-eagle-427/translated/es/0.mp3";

    private static final URI KNOWN_TO_BROWSERS = URI.create("http://localhost:9000");

    private static StubEndpoint aws;
    private static AudioStore store;
    private static Notifier notifier;
    private static ListenerDirectory directory;

    @BeforeAll
    static void start() throws IOException {
        aws = StubEndpoint.start();
        store = S3AudioStore.at(aws.endpoint(), "talks", KNOWN_TO_BROWSERS).create();
        notifier = ApiGatewayNotifier.at(aws.endpoint(), 10).create();
        directory = DynamoDbListenerDirectory.at(aws.endpoint(), "connections").create();
    }

    @AfterAll
    static void stop() {
        store.close();
        notifier.close();
        directory.close();
        aws.close();
    }

    @BeforeEach
    void forget() {
        aws.forget();
    }

    @Test
    void storesAsAudioAndPresignsForTenMinutesUnderTheNameThatBrowsersKnow() {
        aws.answers(200, "");
        assertThat(store.put(KEY, new byte[] {65, 66}))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .asString()
                .startsWith(KNOWN_TO_BROWSERS + "/talks/" + KEY + "?")
                .contains("X-Amz-Expires=600", "X-Amz-Signature=");
        assertThat(aws.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("PUT");
            assertThat(request.path()).isEqualTo("/talks/" + KEY);
            assertThat(request.header("Content-Type")).isEqualTo("audio/mpeg");
            assertThat(request.body()).isEqualTo("AB");
        });
    }

    @Test
    void tellsAConnection() {
        aws.answers(200, "");
        assertThat(notifier.tell("a=b", "{}"))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(Notifier.Outcome.TOLD);
        assertThat(aws.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/@connections/a%3Db");
            assertThat(request.body()).isEqualTo("{}");
        });
    }

    @Test
    void knowsGoneFromThrottledFromBroken() {
        aws.fails(410, "GoneException").fails(429, "LimitExceededException").fails(500, "InternalServerException");
        assertThat(notifier.tell("a", "{}"))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(Notifier.Outcome.GONE);
        assertThat(notifier.tell("a", "{}"))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(ServiceException.class)
                .withMessageContaining("THROTTLED");
        assertThat(notifier.tell("a", "{}"))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("UNAVAILABLE");
    }

    @Test
    void aRegionAloneNamesNoApi() {
        assertThatThrownBy(() -> ApiGatewayNotifier.at(AwsEndpoint.of("eu-west-1"), 10))
                .hasMessageContaining("url: was missing");
    }

    @Test
    void leapsFromLanguageToLanguage() {
        aws.answers(200, "{\"Items\":[{\"connectionId\":{\"S\":\"a\"},\"language\":{\"S\":\"ca\"}}],\"Count\":1}")
                .answers(200, "{\"Items\":[{\"connectionId\":{\"S\":\"b\"},\"language\":{\"S\":\"es\"}}],\"Count\":1}")
                .answers(200, "{\"Items\":[],\"Count\":0}");
        assertThat(directory.languages(TALK))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(Set.of("ca", "es"));
        assertThat(aws.requests())
                .extracting(StubEndpoint.Request::body)
                .allMatch(body -> body.contains("session-language-index") && body.contains("\"Limit\":1"))
                .satisfiesExactly(
                        body -> assertThat(body).contains("#speaker"),
                        body -> assertThat(body).contains("\":language\":{\"S\":\"ca\"}"),
                        body -> assertThat(body).contains("\":language\":{\"S\":\"es\"}"));
    }

    @Test
    void readsEveryPageOfAnAudience() {
        aws.answers(
                        200,
                        "{\"Items\":[{\"connectionId\":{\"S\":\"a\"}}],\"Count\":1,\"LastEvaluatedKey\":{\"connectionId\":{\"S\":\"a\"}}}")
                .answers(200, "{\"Items\":[{\"connectionId\":{\"S\":\"b\"}}],\"Count\":1}");
        assertThat(directory.connections(TALK, "es").join()).containsExactly("a", "b");
        assertThat(aws.requests().get(1).body()).contains("ExclusiveStartKey");
    }
}
