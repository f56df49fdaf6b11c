package dev.dragoman.local.gateway;

import dev.dragoman.local.faults.Faults;
import java.time.Duration;

/**
 * How the gateway behaves. The limits are API Gateway's own (<a
 * href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html">quotas
 * for WebSocket APIs</a>).
 *
 * @param port the port on 127.0.0.1; 0 takes a free one
 * @param frameBytes a larger frame closes the connection with 1009; 32 KB
 * @param messageBytes a larger message does too, and one to a client is refused with 413; 128 KB
 * @param idle how long a connection may be silent; 10 min
 * @param longest how long a connection may last; 2 h
 * @param waiting how many messages may wait for one slow client before further ones get 429
 * @param waitingBytes how many bytes of them may wait
 * @param invocations how many handler calls run at the same time
 * @param unfinished how many messages of one client are with their handlers before no more is read from it
 * @param faults what goes wrong on purpose in calls to {@code @connections}
 */
public record GatewaySettings(
        int port,
        int frameBytes,
        int messageBytes,
        Duration idle,
        Duration longest,
        int waiting,
        int waitingBytes,
        int invocations,
        int unfinished,
        Faults faults) {

    /** API Gateway's limits on a port. */
    public static GatewaySettings onPort(int port) {
        return new GatewaySettings(
                port,
                32 * 1024,
                128 * 1024,
                Duration.ofMinutes(10),
                Duration.ofHours(2),
                200,
                2 << 20,
                32,
                16,
                Faults.NONE);
    }

    /** The same with faults. */
    public GatewaySettings withFaults(Faults other) {
        return new GatewaySettings(
                port, frameBytes, messageBytes, idle, longest, waiting, waitingBytes, invocations, unfinished, other);
    }

    /** The same with other times. */
    public GatewaySettings withTimes(Duration otherIdle, Duration otherLongest) {
        return new GatewaySettings(
                port,
                frameBytes,
                messageBytes,
                otherIdle,
                otherLongest,
                waiting,
                waitingBytes,
                invocations,
                unfinished,
                faults);
    }
}
