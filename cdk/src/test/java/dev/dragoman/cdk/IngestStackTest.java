package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.cdk.Synthesized.Resource;
import dev.dragoman.ingest.IngestConfiguration;
import dev.dragoman.ingest.SignIn;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.HttpRoute;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The APIs have the routes of the protocol, and the functions behind them get the environment that they read. */
class IngestStackTest {

    private final Synthesized all = Synthesized.once();
    private final Values values = new Values(all.templates());

    @Test
    void theWebSocketHasARouteForEachMessageAndEachHasAnAnswer() {
        // When
        List<Resource> routes = routes("WebSocketApi");

        // Then
        assertThat(routes.stream().map(IngestStackTest::key))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                ClientMessage.actions().stream(), Stream.of("$connect", "$disconnect", "$default"))
                        .toList());
        Set<String> answered = new HashSet<>();
        all.resources("AWS::ApiGatewayV2::RouteResponse")
                .forEach(it -> answered.add(it.properties().at("/RouteId/Ref").asText()));
        assertThat(routes)
                .filteredOn(route -> !key(route).equals("$disconnect"))
                .allSatisfy(route -> assertThat(answered).contains(route.id()));
    }

    @Test
    void whoConnectsIsAskedForAndWhoIsOnNeedNotBe() {
        assertThat(routes("WebSocketApi"))
                .allSatisfy(route -> assertThat(
                                route.properties().path("AuthorizationType").asText())
                        .isEqualTo(key(route).equals("$connect") ? "CUSTOM" : "NONE"));
    }

    @Test
    void theHttpApiHasTheRoutesOfTheProtocolAndThoseThatChangeSomethingAreAuthorized() {
        // When
        Map<String, Boolean> routes = new HashMap<>();
        routes("HttpApi")
                .forEach(route -> routes.put(
                        key(route),
                        route.properties().path("AuthorizationType").asText().equals("CUSTOM")));

        // Then
        Map<String, Boolean> wanted = new HashMap<>(Map.of("OPTIONS /{proxy+}", false));
        Arrays.stream(HttpRoute.values()).forEach(route -> wanted.put(route.key(), route.signedIn()));
        assertThat(routes).isEqualTo(wanted);
    }

    @Test
    void everyRouteMayCallItsFunction() {
        // When
        List<String> allowed = all.resources("AWS::Lambda::Permission")
                .filter(it -> it.properties().path("Principal").asText().equals("apigateway.amazonaws.com"))
                .map(it -> values.of("ingest", it.properties().path("FunctionName")) + " by "
                        + values.of("ingest", it.properties().path("SourceArn")).replaceAll(".*:", ""))
                .toList();

        // Then
        assertThat(allowed).contains("<ingest/MessagesLive> by <ingest/WebSocketApi>/live/*");
        for (HttpRoute route : HttpRoute.values()) {
            assertThat(allowed).contains("<ingest/RequestsLive> by <ingest/HttpApi>/*/*" + route.path());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyFunctionIsAHandlerAndReadsWhatItIsGivenAndNothingElse() {
        return all.resources("AWS::Lambda::Function")
                .map(function -> DynamicTest.dynamicTest(Values.plain(function.id()), () -> {
                    // Given
                    Class<?> handler =
                            Class.forName(function.properties().path("Handler").asText());
                    Map<String, String> given = environment(function);
                    Consumer<Map<String, String>> read = handler.getSimpleName().endsWith("Handler")
                            ? IngestConfiguration::fromEnvironment
                            : SignIn::fromEnvironment;

                    // When
                    Recorded recorded = new Recorded(given);
                    read.accept(recorded);

                    // Then
                    assertThat(handler).isAssignableTo(RequestHandler.class);
                    assertThat(handler.getConstructor()).isNotNull();
                    Set<String> set = new HashSet<>(given.keySet());
                    set.remove("AWS_REGION");
                    assertThat(recorded.asked).containsAll(set);
                    set.forEach(name -> {
                        Map<String, String> without = new HashMap<>(given);
                        without.remove(name);
                        assertThatThrownBy(() -> read.accept(without))
                                .as("without " + name)
                                .hasMessageContaining(name);
                    });
                }));
    }

    /** As Lambda would give it, which adds the region, with names for what has none before it is deployed. */
    private Map<String, String> environment(Resource function) {
        Map<String, String> environment = new HashMap<>(Map.of("AWS_REGION", "eu-central-1"));
        for (Map.Entry<String, JsonNode> variable :
                function.properties().at("/Environment/Variables").properties()) {
            environment.put(
                    variable.getKey(),
                    values.of("ingest", variable.getValue())
                            .replace("${Region}", "eu-central-1")
                            .replaceAll("<\\w+/(\\w+)>", "some-$1")
                            .toLowerCase(Locale.ROOT));
        }
        return environment;
    }

    private List<Resource> routes(String api) {
        return all.resources("AWS::ApiGatewayV2::Route")
                .filter(route -> Values.plain(
                                route.properties().at("/ApiId/Ref").asText())
                        .equals(api))
                .toList();
    }

    private static String key(Resource route) {
        return route.properties().path("RouteKey").asText();
    }

    /** Remembers what it was asked for. */
    private static final class Recorded extends HashMap<String, String> {

        private final Set<String> asked = new HashSet<>();

        Recorded(Map<String, String> values) {
            super(values);
        }

        @Override
        public String get(Object key) {
            asked.add(key.toString());
            return super.get(key);
        }

        @Override
        public String getOrDefault(Object key, String otherwise) {
            asked.add(key.toString());
            return super.getOrDefault(key, otherwise);
        }
    }
}
