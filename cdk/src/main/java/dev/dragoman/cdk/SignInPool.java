package dev.dragoman.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cognito.AccountRecovery;
import software.amazon.awscdk.services.cognito.CognitoDomainOptions;
import software.amazon.awscdk.services.cognito.FeaturePlan;
import software.amazon.awscdk.services.cognito.Mfa;
import software.amazon.awscdk.services.cognito.MfaSecondFactor;
import software.amazon.awscdk.services.cognito.OAuthFlows;
import software.amazon.awscdk.services.cognito.OAuthScope;
import software.amazon.awscdk.services.cognito.OAuthSettings;
import software.amazon.awscdk.services.cognito.PasswordPolicy;
import software.amazon.awscdk.services.cognito.SignInAliases;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.cognito.UserPoolDomain;
import software.amazon.awscdk.services.cognito.UserPoolDomainOptions;
import software.constructs.Construct;

/**
 * Who may speak. Speakers are invited, not self-made: each talk costs the account's owner money.
 * Listeners need no account. The pool stays when the stack goes.
 */
final class SignInPool extends Construct {

    private static final String SPEAKER_PAGE = "/speak/";

    private final UserPool pool;
    private final UserPoolClient page;
    private final UserPoolDomain domain;

    /**
     * A new pool.
     *
     * @param pageOrigin where the page is, to which a signed-in speaker comes back
     */
    SignInPool(Construct scope, String id, Deployment deployment, String pageOrigin) {
        super(scope, id);
        pool = UserPool.Builder.create(this, "Pool")
                .selfSignUpEnabled(false)
                .signInAliases(SignInAliases.builder().email(true).build())
                .signInCaseSensitive(false)
                .passwordPolicy(PasswordPolicy.builder()
                        .minLength(12)
                        .requireDigits(true)
                        .requireLowercase(true)
                        .requireUppercase(true)
                        .requireSymbols(true)
                        .tempPasswordValidity(Duration.days(3))
                        .build())
                .mfa(Mfa.OPTIONAL)
                .mfaSecondFactor(MfaSecondFactor.builder().otp(true).sms(false).build())
                .accountRecovery(AccountRecovery.EMAIL_ONLY)
                .featurePlan(FeaturePlan.ESSENTIALS)
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        domain = pool.addDomain(
                "Domain",
                UserPoolDomainOptions.builder()
                        .cognitoDomain(CognitoDomainOptions.builder()
                                .domainPrefix("dragoman-" + deployment.stage() + "-" + Aws.ACCOUNT_ID)
                                .build())
                        .build());
        page = UserPoolClient.Builder.create(this, "Page")
                .userPool(pool)
                // A page can keep no secret: the code is bound to who asked for it (PKCE) instead.
                .generateSecret(false)
                .oAuth(OAuthSettings.builder()
                        .flows(OAuthFlows.builder().authorizationCodeGrant(true).build())
                        .scopes(List.of(OAuthScope.OPENID, OAuthScope.EMAIL))
                        .callbackUrls(List.of(pageOrigin + SPEAKER_PAGE))
                        .logoutUrls(List.of(pageOrigin + SPEAKER_PAGE))
                        .build())
                .preventUserExistenceErrors(true)
                .enableTokenRevocation(true)
                .accessTokenValidity(Duration.hours(1))
                .idTokenValidity(Duration.hours(1))
                .refreshTokenValidity(Duration.days(7))
                .build();
        Nag.accept(
                pool,
                "AwsSolutions-COG2",
                "A second factor is offered; an operator who wants to force it says so in one place");
        Nag.accept(
                pool,
                "AwsSolutions-COG3",
                "Speakers are invited; adaptive sign-in would cost more than the rest of the sign-in together");
        Nag.accept(pool, "AwsSolutions-COG8", "The same: what the larger plan adds is not used");
    }

    /** The environment of the authorizers. */
    Map<String, String> environment() {
        return Map.of(
                "DRAGOMAN_ISSUER",
                "https://cognito-idp." + Aws.REGION + ".amazonaws.com/" + pool.getUserPoolId(),
                "DRAGOMAN_CLIENT_ID",
                page.getUserPoolClientId());
    }

    /** The app that tokens are for. */
    String clientId() {
        return page.getUserPoolClientId();
    }

    /** Where speakers sign in. */
    String address() {
        return domain.baseUrl();
    }
}
