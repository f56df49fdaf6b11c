package dev.dragoman.job.aws;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The network side of one AWS client, which closes at once: what is under way is cancelled and nothing
 * is waited for. The SDK's own way waits two quiet seconds for every client and five more for each
 * request under way, one client after the other, and every recovery of the job would take that much
 * longer. Its few threads are daemons.
 */
public final class ClientNetwork implements SdkAsyncHttpClient {

    /** They hand over bytes and answers and do no work. */
    private static final int THREADS = 2;

    private static final int CLOSING_SECONDS = 2;

    private final EventLoopGroup threads;
    private final SdkAsyncHttpClient http;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

    private ClientNetwork(NettyNioAsyncHttpClient.Builder settings, AttributeMap defaults) {
        threads = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("aws", true));
        http = settings.eventLoopGroup(SdkEventLoopGroup.create(threads)).buildWithDefaults(defaults);
    }

    /** For an SDK client's builder, which then owns what is built. */
    public static SdkAsyncHttpClient.Builder<?> with(NettyNioAsyncHttpClient.Builder settings) {
        return new Settings(settings);
    }

    private record Settings(NettyNioAsyncHttpClient.Builder settings) implements SdkAsyncHttpClient.Builder<Settings> {
        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
            return new ClientNetwork(settings, defaults);
        }
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        CompletableFuture<Void> call = http.execute(request);
        long number = numbers.incrementAndGet();
        underWay.put(number, call);
        var unused = call.whenComplete((done, failure) -> underWay.remove(number));
        return call;
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        underWay.values().forEach(call -> call.cancel(true));
        http.close();
        var unused = threads.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS);
    }
}
