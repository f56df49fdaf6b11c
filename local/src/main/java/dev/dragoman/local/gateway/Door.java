package dev.dragoman.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Asks the authorizer who may come in, as API Gateway does, and answers as it does when the authorizer fails. */
final class Door {

    private static final Logger LOG = LogManager.getLogger(Door.class);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int BROKEN = 500;

    private final @Nullable RequestHandler<APIGatewayCustomAuthorizerEvent, IamPolicyResponse> authorizer;

    Door(@Nullable RequestHandler<APIGatewayCustomAuthorizerEvent, IamPolicyResponse> authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * What the authorizer said.
     *
     * @param refusal the status to refuse with; 0 if the connection may be opened
     * @param context what every later event of the connection carries
     */
    record Admission(int refusal, Map<String, Object> context) {

        static Admission refused(int status) {
            return new Admission(status, Map.of());
        }
    }

    Admission ask(Map<String, String> headers, Map<String, String> query) {
        if (authorizer == null) {
            return new Admission(0, Map.of());
        }
        APIGatewayCustomAuthorizerEvent event = APIGatewayCustomAuthorizerEvent.builder()
                .withType("REQUEST")
                .withMethodArn("arn:aws:execute-api:us-east-1:000000000000:dragoman/local/$connect")
                .withHeaders(headers)
                .withQueryStringParameters(query)
                .build();
        try {
            IamPolicyResponse policy = authorizer.handleRequest(
                    event, new LocalContext(UUID.randomUUID().toString()));
            if (!allows(policy)) {
                return Admission.refused(FORBIDDEN);
            }
            Map<String, Object> context = new HashMap<>(policy.getContext() == null ? Map.of() : policy.getContext());
            context.put("principalId", policy.getPrincipalId());
            return new Admission(0, context);
        } catch (RuntimeException e) {
            if ("Unauthorized".equals(e.getMessage())) {
                return Admission.refused(UNAUTHORIZED);
            }
            LOG.error("the authorizer failed", e);
            return Admission.refused(BROKEN);
        }
    }

    private static boolean allows(IamPolicyResponse policy) {
        Object statements = policy.getPolicyDocument().get("Statement");
        Iterable<?> all = statements instanceof Object[] array
                ? Arrays.asList(array)
                : statements instanceof Collection<?> list ? list : List.of();
        for (Object statement : all) {
            if (!(statement instanceof Map<?, ?> said) || !"Allow".equals(said.get("Effect"))) {
                return false;
            }
        }
        return true;
    }
}
