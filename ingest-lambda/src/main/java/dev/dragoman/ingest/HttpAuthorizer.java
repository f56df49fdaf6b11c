package dev.dragoman.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.SimpleIAMPolicyResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/**
 * The Lambda authorizer of the HTTP API's routes that need a signed-in user (payload 2.0, simple
 * responses): lets those through who bring a good token as {@code Authorization: Bearer …}, and names
 * them to {@link HttpHandler}. API Gateway answers everybody else, with 401 if there is no header and
 * 403 if the token is bad.
 *
 * <p>When nobody can say whether a token is good it throws, and API Gateway answers 500. Safe for use
 * by many threads.
 */
public final class HttpAuthorizer
        implements RequestHandler<APIGatewayV2CustomAuthorizerEvent, SimpleIAMPolicyResponse> {

    private static final String SCHEME = "bearer ";

    private final Tokens tokens;

    /**
     * What Lambda calls.
     *
     * @throws IllegalArgumentException naming every mistake in the environment
     */
    public HttpAuthorizer() {
        this(Tokens.of(SignIn.fromEnvironment(System.getenv()), Clock.systemUTC()));
    }

    HttpAuthorizer(Tokens tokens) {
        this.tokens = tokens;
    }

    /** An authorizer of its own. */
    public static HttpAuthorizer create(SignIn signIn) {
        return new HttpAuthorizer(Tokens.of(signIn, Clock.systemUTC()));
    }

    /**
     * Says whether the request may go on.
     *
     * @throws IllegalStateException if nobody can say
     */
    @Override
    public SimpleIAMPolicyResponse handleRequest(APIGatewayV2CustomAuthorizerEvent event, Context context) {
        String header = Headers.value(event.getHeaders(), "Authorization");
        try {
            if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
                throw new TokenRefusedException("no bearer token");
            }
            String user = tokens.userOf(header.substring(SCHEME.length()).strip());
            return SimpleIAMPolicyResponse.builder()
                    .withIsAuthorized(true)
                    .withContext(Map.of(Authorizer.USER, user))
                    .build();
        } catch (TokenRefusedException e) {
            IngestLog.refused(e);
            return SimpleIAMPolicyResponse.builder().withIsAuthorized(false).build();
        } catch (UnavailableException e) {
            IngestLog.unavailable("-", e);
            throw new IllegalStateException("the issuer's keys can't be had");
        }
    }
}
