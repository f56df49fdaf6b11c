package dev.dragoman.client;

import dev.dragoman.protocol.ClientMessage;
import java.time.Duration;

/** What to do when a new connection was not taken for the one before. */
sealed interface Verdict {

    /** Say something else on it. */
    record SayInstead(ClientMessage message) implements Verdict {}

    /** Try another one, not before a while is over. */
    record TryAgain(Duration notBefore) implements Verdict {}

    /** There is no use in trying. */
    record GiveUp(Exception reason) implements Verdict {}
}
