package dev.dragoman.ingest;

import java.nio.charset.StandardCharsets;

/** What the routes of both APIs share, made once. */
final class Shared {

    final LiveSessions live;
    final Limiter limiter;
    final PasscodeCheck passcodes;
    final NewSessions newSessions;
    final EndSessionRoute endSession;

    Shared(Services on, IngestConfiguration configuration) {
        KeyedHash hash = new KeyedHash(configuration.secret().getBytes(StandardCharsets.UTF_8));
        live = new LiveSessions(on.sessions(), on.clock());
        limiter = new Limiter(
                new SparingLimitTable(on.limits(), on.clock()), configuration.limits(), hash, on.metrics(), on.clock());
        passcodes = new PasscodeCheck(limiter, hash, on.clock());
        newSessions = new NewSessions(
                on.sessions(),
                on.events(),
                new SessionIds(on.random()),
                new Passcodes(on.random(), Passcodes.ROUNDS),
                limiter,
                configuration,
                on.clock());
        endSession = new EndSessionRoute(on.sessions(), live, on.events(), on.clock());
    }
}
