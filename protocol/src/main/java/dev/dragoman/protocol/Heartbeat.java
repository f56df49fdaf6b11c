package dev.dragoman.protocol;

/**
 * Says that the client is still there; {@link HeartbeatHeard} answers. Due every {@link
 * #EVERY_SECONDS} from every connection with a role: API Gateway closes what is idle for 10 minutes,
 * and a connection that is not heard of for {@link #GONE_AFTER_SECONDS} counts as gone.
 */
public record Heartbeat() implements ClientMessage {

    /** How often a client sends one, in seconds. */
    public static final int EVERY_SECONDS = 240;

    /** After which silence a connection counts as gone, in seconds: API Gateway's 10 minutes and some. */
    public static final int GONE_AFTER_SECONDS = 660;
}
