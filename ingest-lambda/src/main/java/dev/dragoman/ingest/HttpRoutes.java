package dev.dragoman.ingest;

import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.Languages;
import dev.dragoman.protocol.LanguagesOffered;
import dev.dragoman.protocol.NeuralVoices;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionFacts;
import dev.dragoman.protocol.SessionItem;
import java.util.List;
import java.util.Map;

/**
 * Answers every request of the HTTP API, with a problem where it can't be done: nothing that a client
 * sends and nothing that a service does makes it throw. Safe for use by many threads.
 */
final class HttpRoutes {

    private static final Map<String, String> CORS = Map.of(
            "Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS",
            "Access-Control-Allow-Headers", "authorization, content-type, dragoman-ticket, dragoman-passcode",
            "Access-Control-Max-Age", "86400");

    private static final String ROUTES = "POST /sessions, GET or DELETE /sessions/{sessionId}, GET /languages,"
            + " GET /audio/{sessionId}/{language}?since={mediaMillis} or ?last={millis}";

    private final IngestConfiguration configuration;
    private final LiveSessions live;
    private final NewSessions newSessions;
    private final EndSessionRoute endSession;
    private final MissedRoute missed;
    private final Limiter limiter;
    private final IngestMetrics metrics;

    HttpRoutes(Services on, IngestConfiguration configuration) {
        Shared shared = new Shared(on, configuration);
        this.configuration = configuration;
        live = shared.live;
        newSessions = shared.newSessions;
        endSession = shared.endSession;
        limiter = shared.limiter;
        metrics = on.metrics();
        missed = new MissedRoute(
                live,
                shared.passcodes,
                on.connections(),
                on.interpretations(),
                on.links(),
                configuration.targetLanguages(),
                on.clock());
    }

    /** Answers a request. */
    HttpAnswer answer(HttpRequest request) {
        HttpAnswer answer = done(request);
        metrics.count(IngestMetrics.ANSWERED);
        if (answer.body() instanceof Problem problem) {
            metrics.refused(problem.code());
        }
        return answer;
    }

    private HttpAnswer done(HttpRequest request) {
        try {
            return answered(request);
        } catch (RefusedException e) {
            return HttpAnswer.of(e.problem());
        } catch (UnavailableException e) {
            IngestLog.unavailable("-", e);
            return HttpAnswer.of(Refusal.unavailable(e));
        } catch (RuntimeException e) {
            IngestLog.broken("-", e);
            return HttpAnswer.of(Problem.of(ProblemCode.INTERNAL, "Something broke on the server, please try again."));
        }
    }

    /** Does once what the first request would otherwise wait for: classes, JSON, the way to the tables. */
    void warmUp() {
        answer(new HttpRequest("GET", List.of("sessions", "warm-up-000"), Map.of(), Map.of(), "", Routes.WARM_UP));
    }

    private HttpAnswer answered(HttpRequest request) throws UnavailableException, RefusedException {
        List<String> path = request.path();
        String route = request.method() + " " + path.get(0) + "/" + (path.size() - 1);
        return switch (route) {
            case "POST sessions/0" -> create(request);
            case "GET sessions/1" -> facts(request, path.get(1));
            case "DELETE sessions/1" -> end(request, path.get(1));
            case "GET languages/0" -> HttpAnswer.of(200, languages());
            case "GET audio/2" -> missed(request, path.get(1), path.get(2));
            default -> {
                if (request.method().equals("OPTIONS")) {
                    yield new HttpAnswer(204, CORS, null);
                }
                throw new RefusedException(Problem.ofField(
                        ProblemCode.UNKNOWN_ACTION, "There is nothing at this address.", "path", ROUTES));
            }
        };
    }

    private HttpAnswer create(HttpRequest request) throws UnavailableException, RefusedException {
        if (Bytes.isMoreThan(request.body(), configuration.limits().messageBytes())) {
            throw new RefusedException(Problem.of(ProblemCode.TOO_LARGE, "The body is too large."));
        }
        CreateSession asked;
        try {
            asked = ProtocolJson.readCreateSession(request.body());
        } catch (ProtocolException e) {
            throw new RefusedException(e.toProblem());
        }
        SessionItem session = newSessions.create(request.caller(), asked);
        newSessions.started(session, asked.settings());
        return HttpAnswer.of(201, new SessionCreated(session.sessionId(), session.sourceLanguage()));
    }

    private HttpAnswer missed(HttpRequest request, String sessionId, String language)
            throws UnavailableException, RefusedException {
        limiter.read(request.caller().address());
        return HttpAnswer.of(200, missed.handle(request, sessionId, language));
    }

    private HttpAnswer facts(HttpRequest request, String sessionId) throws UnavailableException, RefusedException {
        limiter.read(request.caller().address());
        SessionItem session = live.requireNow(sessionId);
        return HttpAnswer.of(
                200,
                new SessionFacts(
                        sessionId,
                        session.sourceLanguage(),
                        session.phase(),
                        LanguagesOfSession.of(session, configuration.targetLanguages()),
                        session.passcodeHash() != null,
                        session.transcript()));
    }

    private HttpAnswer end(HttpRequest request, String sessionId) throws UnavailableException, RefusedException {
        if (request.caller().user() == null) {
            throw new RefusedException(Refusal.notSignedIn());
        }
        // How many recordings there were only the speaker knows.
        return HttpAnswer.of(202, endSession.endUnknown(request.caller(), sessionId));
    }

    private LanguagesOffered languages() {
        return new LanguagesOffered(
                configuration.sourceLanguages(),
                configuration.targetLanguages().stream()
                        .map(language -> new LanguagesOffered.Target(
                                language, Languages.ownName(language).orElse(language), NeuralVoices.of(language)))
                        .toList());
    }
}
