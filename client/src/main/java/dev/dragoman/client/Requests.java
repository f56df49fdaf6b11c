package dev.dragoman.client;

import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ServerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the server, at most one of a kind at a time. Each is asked until it is answered:
 * again when nothing was heard of it for a while, when the server could not just then, and when the
 * connection was replaced meanwhile. A problem that will not pass fails it. Not safe for use by many
 * threads.
 */
final class Requests {

    private final Duration answerTimeout;
    private final Duration firstBackoff;
    private final Duration longestBackoff;
    private final Map<String, Request<?>> open = new LinkedHashMap<>();

    Requests(Duration answerTimeout, Duration firstBackoff, Duration longestBackoff) {
        this.answerTimeout = answerTimeout;
        this.firstBackoff = firstBackoff;
        this.longestBackoff = longestBackoff;
    }

    /** How something is asked. */
    enum Manner {
        /** Asking twice is as good as once. */
        REPEATED,
        /** Asking twice would do it twice: any problem fails it. */
        ONCE
    }

    /**
     * Asks.
     *
     * @param kind the messages' class
     * @param ready whether it may be asked now; before that it waits
     * @param message what is said, each time anew
     * @param answer the good answers' class
     * @param matches which of them
     */
    <M extends ClientMessage, A extends ServerMessage> CompletableFuture<A> ask(
            Class<M> kind,
            Manner manner,
            BooleanSupplier ready,
            Supplier<M> message,
            Class<A> answer,
            Predicate<A> matches,
            Instant now) {
        Request<A> request = new Request<>(manner, ready, message, answer, matches, now);
        Request<?> before = open.put(ClientMessage.actionOf(kind), request);
        if (before != null) {
            before.future.cancel(false);
        }
        return request.future;
    }

    /** Whether a kind of thing was asked and is not answered. */
    boolean waitsFor(Class<? extends ClientMessage> kind) {
        return open.containsKey(ClientMessage.actionOf(kind));
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Says what is due. */
    void look(Instant now, Consumer<ClientMessage> line) {
        for (Request<?> request : List.copyOf(open.values())) {
            if (request.isDue(now) && request.ready.getAsBoolean()) {
                request.dueAt = request.manner == Manner.ONCE ? null : now.plus(answerTimeout);
                line.accept(request.message.get());
            }
        }
    }

    /** Whatever was said before may not have been heard. */
    void sayAllAgain(Instant now) {
        open.values().stream()
                .filter(request -> request.manner == Manner.REPEATED)
                .forEach(it -> it.dueAt = now);
    }

    /** Takes an answer. */
    void answered(ServerMessage message) {
        for (Map.Entry<String, Request<?>> entry : List.copyOf(open.entrySet())) {
            if (entry.getValue().takes(message)) {
                open.remove(entry.getKey());
                entry.getValue().complete(message);
                return;
            }
        }
    }

    /**
     * Takes a problem.
     *
     * @param willPass whether it is known to pass, whatever its code
     */
    void problem(Problem problem, boolean willPass, Instant now) {
        String action = problem.action();
        Request<?> request = action == null ? null : open.get(action);
        if (action == null || request == null) {
            return;
        }
        Duration wait = request.manner == Manner.ONCE ? null : request.waitAfter(problem, willPass);
        if (wait == null) {
            open.remove(action);
            request.future.completeExceptionally(new ProblemException(problem));
        } else {
            request.dueAt = now.plus(wait);
        }
    }

    /** Nothing will be answered any more. */
    void fail(Throwable reason) {
        List<Request<?>> all = new ArrayList<>(open.values());
        open.clear();
        all.forEach(request -> request.future.completeExceptionally(reason));
    }

    private final class Request<A extends ServerMessage> {

        final Manner manner;
        final BooleanSupplier ready;
        final Supplier<? extends ClientMessage> message;
        final Class<A> answer;
        final Predicate<A> matches;
        final CompletableFuture<A> future = new CompletableFuture<>();
        final Backoff backoff = new Backoff(firstBackoff, longestBackoff);

        /** When to say it; null if never again. */
        @Nullable
        Instant dueAt;

        Request(
                Manner manner,
                BooleanSupplier ready,
                Supplier<? extends ClientMessage> message,
                Class<A> answer,
                Predicate<A> matches,
                Instant now) {
            this.manner = manner;
            this.ready = ready;
            this.message = message;
            this.answer = answer;
            this.matches = matches;
            this.dueAt = now;
        }

        boolean isDue(Instant now) {
            return dueAt != null && !now.isBefore(dueAt);
        }

        boolean takes(ServerMessage given) {
            return answer.isInstance(given) && matches.test(answer.cast(given));
        }

        void complete(ServerMessage given) {
            future.complete(answer.cast(given));
        }

        /** How long to wait before it is asked again; null if there is no use in it. */
        @Nullable
        Duration waitAfter(Problem problem, boolean willPass) {
            if (willPass || problem.code() == ProblemCode.UNAVAILABLE || problem.code() == ProblemCode.INTERNAL) {
                return backoff.next();
            }
            Integer seconds = problem.retryAfterSeconds();
            return problem.code() == ProblemCode.RATE_LIMITED && seconds != null ? Duration.ofSeconds(seconds) : null;
        }
    }
}
