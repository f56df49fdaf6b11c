package dev.dragoman.local.transcribe;

import dev.dragoman.local.transcribe.StreamRequest.StabilityLevel;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Transcribe streaming on loopback, for the unchanged SDK ({@code TranscribeStreamingAsyncClient} with
 * this endpoint): US English, 16 kHz PCM, partial and final results, the service's own errors and
 * limits. PocketSphinx stands in for the real recognition: good for a clear synthetic voice, poor on
 * people.
 *
 * <p>A stream that breaks takes no other with it. Too many streams are refused; sound that comes
 * faster than it can be recognised makes its sender wait. Safe to use from many threads.
 */
public final class LocalTranscribe implements AutoCloseable {

    /** Eight seconds of sound may be on their way before the caller waits for credit. */
    private static final int WINDOW_BYTES = 256 * 1024;

    private final TranscribeOptions options;
    private final Recognizers pool;
    private final ExecutorService threads;
    private final EventLoopGroup eventLoops =
            new NioEventLoopGroup(1, new DefaultThreadFactory("transcribe-http2", true));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger openStreams = new AtomicInteger();
    private final URI endpoint;

    private LocalTranscribe(TranscribeOptions options, Recognizers pool) {
        this.options = options;
        this.pool = pool;
        this.threads = Executors.newFixedThreadPool(options.threads(), new DefaultThreadFactory("transcribe", true));
        Channel server = bind();
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        this.endpoint = URI.create("http://127.0.0.1:" + port);
    }

    /** Starts with the defaults on a free port. */
    public static LocalTranscribe start() {
        return start(TranscribeOptions.defaults());
    }

    /**
     * Starts.
     *
     * @throws dev.dragoman.local.engine.EngineMissingException if PocketSphinx or its model is not
     *     installed
     */
    public static LocalTranscribe start(TranscribeOptions options) {
        return new LocalTranscribe(options, new RecognizerPool(options.endpointSilence(), options.warmDecoders()));
    }

    /**
     * Starts with an engine that counts words where it is loud, instead of understanding them: as quick as
     * the real service to its caller, and without its cost.
     */
    public static LocalTranscribe startCounting(TranscribeOptions options) {
        return new LocalTranscribe(
                options, new CountingRecognizer.Source(options.endpointSilence().toMillis() / 1000.0));
    }

    /** Where it listens: what the SDK's {@code endpointOverride} takes. */
    public URI endpoint() {
        return endpoint;
    }

    /** How many streams are open now. */
    public int openStreams() {
        return openStreams.get();
    }

    TranscribeOptions options() {
        return options;
    }

    /** Counts a new stream, or refuses it. */
    void streamBegins() throws TranscribeException {
        if (openStreams.incrementAndGet() > options.concurrentStreams()) {
            openStreams.decrementAndGet();
            throw TranscribeException.limitExceeded("Your account has reached the limit of "
                    + options.concurrentStreams() + " concurrent streams. Wait until one ends, then try again.");
        }
    }

    void streamEnds() {
        openStreams.decrementAndGet();
    }

    StreamSession session(StreamRequest request, StreamSession.Listener listener) {
        StabilityLevel level = request.stability();
        double hold = level == null ? Double.POSITIVE_INFINITY : level.holdSeconds();
        return new StreamSession(
                threads,
                pool,
                recognizer -> new Hearing(
                        recognizer,
                        options.partialInterval().toMillis() / 1000.0,
                        options.utteranceLimit().toMillis() / 1000.0,
                        () -> new Stability(hold),
                        listener::result),
                listener);
    }

    private Channel bind() {
        Http2Settings settings = Http2Settings.defaultSettings()
                .initialWindowSize(WINDOW_BYTES)
                .maxConcurrentStreams(Math.max(100, options.concurrentStreams() * 2L));
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connections.add(connection);
                        connection
                                .pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer()
                                        .initialSettings(settings)
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline().addLast(new TranscribeStreamHandler(LocalTranscribe.this));
                                    }
                                }));
                    }
                });
        return bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()))
                .syncUninterruptibly()
                .channel();
    }

    /** Cuts all streams and frees what they held. */
    @Override
    public void close() {
        connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
        eventLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.close();
    }
}
