package dev.dragoman.ingest;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who signs speakers in, and how that is recognised: a Cognito user pool, or an issuer of the same
 * tokens. Checked as a whole: every mistake is reported at once.
 *
 * @param issuer the {@code iss} of its tokens, for example {@code
 *     https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abc123}
 * @param keys where its public keys are (JWKS); https, or http on the loopback
 * @param clientId the app that its tokens are for
 */
public record SignIn(URI issuer, URI keys, String clientId) {

    /** The environment variables. */
    static final String ISSUER = "DRAGOMAN_ISSUER";

    static final String KEYS = "DRAGOMAN_ISSUER_KEYS";
    static final String CLIENT_ID = "DRAGOMAN_CLIENT_ID";

    private static final String ACCEPTED_URL = "an https URL (http on the loopback)";

    /**
     * Checks everything.
     *
     * @throws IllegalArgumentException naming every mistake, with the variable and what it accepts
     */
    public SignIn {
        List<String> mistakes = new ArrayList<>();
        checkUrl(mistakes, ISSUER, issuer);
        checkUrl(mistakes, KEYS, keys);
        if (!clientId.matches("[\\w+-]{1,128}")) {
            mistakes.add(CLIENT_ID + " was " + (clientId.isEmpty() ? "missing" : "'" + clientId + "'")
                    + ", accepted is the id of an app client");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(
                    "The configuration of the sign-in is wrong: " + String.join("; ", mistakes));
        }
    }

    /**
     * Reads a Lambda function's environment. The keys may be absent where they are at the issuer's
     * {@code /.well-known/jwks.json}, as Cognito's.
     *
     * @throws IllegalArgumentException naming every mistake
     */
    public static SignIn fromEnvironment(Map<String, String> environment) {
        String issuer = environment.getOrDefault(ISSUER, "");
        String keys = environment.getOrDefault(KEYS, "");
        return new SignIn(
                url(issuer),
                url(keys.isBlank() ? issuer + "/.well-known/jwks.json" : keys),
                environment.getOrDefault(CLIENT_ID, ""));
    }

    private static URI url(String value) {
        try {
            return URI.create(value);
        } catch (IllegalArgumentException e) {
            // Reported with everything else that is wrong: a path alone is never accepted.
            return URI.create("invalid");
        }
    }

    private static void checkUrl(List<String> mistakes, String key, URI url) {
        boolean good = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isLoopback(url.getHost()));
        if (!good || url.getHost() == null) {
            mistakes.add(key + " was '" + url + "', accepted is " + ACCEPTED_URL);
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
    }
}
