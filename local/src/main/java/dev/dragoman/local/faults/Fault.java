package dev.dragoman.local.faults;

import java.time.Duration;

/** What is to happen to one request. */
public sealed interface Fault {

    /** Nothing: the request is served. */
    record None() implements Fault {}

    /** The request is served, but later. */
    record Delay(Duration by) implements Fault {}

    /** The request is refused as one too many; the caller may try again. */
    record Throttle() implements Fault {}

    /** The request ends in the service's internal error; the caller may try again. */
    record Break() implements Fault {}

    /**
     * The request ends in an error of the service that is chosen here.
     *
     * @param status the HTTP status, 400 to 599
     * @param code the service's own code, for example {@code GoneException}
     */
    record Refuse(int status, String code) implements Fault {}

    /** The request is served, but its answer is lost: the connection or stream ends without one. */
    record LoseAnswer() implements Fault {}

    /** The fault that is none. */
    Fault NONE = new None();
}
