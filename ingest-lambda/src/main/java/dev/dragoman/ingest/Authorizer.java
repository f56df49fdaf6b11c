package dev.dragoman.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda authorizer of the WebSocket API (type REQUEST, without identity sources), asked at
 * {@code $connect}: who comes without a token may connect and listen; who comes with a good one in
 * the subprotocol list ({@code dragoman, <token>}) is signed in, and every later event of the
 * connection names them ({@link #USER} in its context); who comes with a bad one is refused with 401.
 *
 * <p>When nobody can say whether a token is good it throws, and API Gateway answers 500: the client
 * tries again. Safe for use by many threads.
 */
public final class Authorizer implements RequestHandler<APIGatewayCustomAuthorizerEvent, IamPolicyResponse> {

    /** Where events of signed-in connections name the user, in {@code requestContext.authorizer}. */
    public static final String USER = "sub";

    /** API Gateway answers 401 to this message and 500 to any other. */
    private static final String UNAUTHORIZED = "Unauthorized";

    private static final String NOBODY = "anonymous";

    private final Tokens tokens;

    /**
     * What Lambda calls.
     *
     * @throws IllegalArgumentException naming every mistake in the environment
     */
    public Authorizer() {
        this(Tokens.of(SignIn.fromEnvironment(System.getenv()), Clock.systemUTC()));
    }

    Authorizer(Tokens tokens) {
        this.tokens = tokens;
    }

    /** An authorizer of its own. */
    public static Authorizer create(SignIn signIn) {
        return new Authorizer(Tokens.of(signIn, Clock.systemUTC()));
    }

    /**
     * Answers with a policy that allows the connection.
     *
     * @throws IllegalStateException with the message {@code Unauthorized} if the token is bad, and
     *     with another if nobody can say
     */
    @Override
    public IamPolicyResponse handleRequest(APIGatewayCustomAuthorizerEvent event, Context context) {
        String arn = event.getMethodArn() == null ? "*" : event.getMethodArn();
        try {
            String token = Subprotocols.token(event.getHeaders());
            return allow(arn, token == null ? null : tokens.userOf(token));
        } catch (TokenRefusedException e) {
            IngestLog.refused(e);
            throw new IllegalStateException(UNAUTHORIZED);
        } catch (UnavailableException e) {
            IngestLog.unavailable("-", e);
            throw new IllegalStateException("the issuer's keys can't be had");
        }
    }

    private static IamPolicyResponse allow(String arn, @Nullable String user) {
        return IamPolicyResponse.builder()
                .withPrincipalId(user == null ? NOBODY : user)
                .withPolicyDocument(IamPolicyResponse.PolicyDocument.builder()
                        .withVersion(IamPolicyResponse.VERSION_2012_10_17)
                        .withStatement(List.of(IamPolicyResponse.allowStatement(arn)))
                        .build())
                .withContext(user == null ? Map.of() : Map.of(USER, user))
                .build();
    }
}
