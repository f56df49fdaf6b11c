package dev.dragoman.local.transcribe;

import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.Faults;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 stream of the endpoint: one StartStreamTranscription. Sound that comes faster than it is
 * heard makes the caller wait (its flow-control credit is held back). Lives on its connection's event
 * loop, and never blocks it.
 */
final class TranscribeStreamHandler extends SimpleChannelInboundHandler<Http2StreamFrame> {

    private static final Logger LOG = LoggerFactory.getLogger(TranscribeStreamHandler.class);

    /** Two minutes of sound may wait; then the caller does. */
    private static final int MOST_WAITING_BYTES = 120 * Recognizer.SAMPLE_RATE * 2;

    /** A caller may read an answer for so long before its stream is reset: the SDK drops what it has not read. */
    private static final long READING_MILLIS = 300;

    private final LocalTranscribe endpoint;
    private final AudioEvents audioEvents = new AudioEvents();
    private long resetsAtStart;
    private long closesAtStart;
    private String id = "";
    private @Nullable StreamSession session;
    private @Nullable ScheduledFuture<?> idleCheck;
    private @Nullable ScheduledFuture<?> streamLimit;
    private @Nullable ScheduledFuture<?> later;
    private long lastAudioNanos;
    private boolean audioEnded;
    private boolean answerEnded;
    private boolean requestEnded;
    private boolean loseAnswers;

    TranscribeStreamHandler(LocalTranscribe endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
        if (frame instanceof Http2HeadersFrame headers) {
            requestEnded |= headers.isEndStream();
            begin(context, headers.headers());
        } else if (frame instanceof Http2DataFrame data) {
            requestEnded |= data.isEndStream();
            body(context, ByteBufUtil.getBytes(data.content()), data.isEndStream());
        } else if (frame instanceof Http2ResetFrame) {
            close(context);
        }
    }

    private void begin(ChannelHandlerContext context, Http2Headers headers) {
        id = StreamRequest.streamId(headers);
        Faults faults = endpoint.options().faults();
        resetsAtStart = faults.streamResets(id);
        closesAtStart = faults.streamCloses(id);
        Fault fault = faults.next("StartStreamTranscription", id);
        if (fault instanceof Fault.Delay delay) {
            // The first frames wait with it: reading goes on when the answer begins.
            context.channel().config().setAutoRead(false);
            later = context.executor()
                    .schedule(() -> accept(context, headers), delay.by().toMillis(), TimeUnit.MILLISECONDS);
        } else if (fault instanceof Fault.Throttle) {
            refuse(context, TranscribeException.limitExceeded("Rate exceeded"));
        } else if (fault instanceof Fault.Break) {
            refuse(context, TranscribeException.internalFailure());
        } else if (fault instanceof Fault.Refuse refusal) {
            refuse(context, TranscribeException.planned(refusal));
        } else {
            loseAnswers = fault instanceof Fault.LoseAnswer;
            accept(context, headers);
        }
    }

    private void accept(ChannelHandlerContext context, Http2Headers headers) {
        try {
            StreamRequest request = StreamRequest.parse(headers);
            endpoint.streamBegins();
            open(context, request);
        } catch (TranscribeException e) {
            refuse(context, e);
        }
    }

    private void open(ChannelHandlerContext context, StreamRequest request) {
        Http2Headers answer = new DefaultHttp2Headers()
                .status("200")
                .set("content-type", "application/vnd.amazon.eventstream")
                .set("x-amzn-request-id", UUID.randomUUID().toString())
                .set(StreamRequest.PREFIX + "language-code", request.languageCode())
                .set(StreamRequest.PREFIX + "sample-rate", Integer.toString(request.sampleRate()))
                .set(StreamRequest.PREFIX + "media-encoding", "pcm")
                .set(StreamRequest.PREFIX + "session-id", request.sessionId())
                .set(
                        StreamRequest.PREFIX + "enable-partial-results-stabilization",
                        Boolean.toString(request.stability() != null));
        send(context, new DefaultHttp2HeadersFrame(answer));
        TranscriptMessages messages = new TranscriptMessages(
                request.stability() != null, request.identified() ? request.languageCode() : null);
        session = endpoint.session(request, new Answers(context, messages));
        session.start();
        lastAudioNanos = System.nanoTime();
        watch(context);
        streamLimit = context.executor()
                .schedule(
                        () -> fail(
                                context,
                                TranscribeException.badRequest("The stream was open for longer than the limit of "
                                        + endpoint.options().streamLimit().toMinutes() + " minutes.")),
                        endpoint.options().streamLimit().toMillis(),
                        TimeUnit.MILLISECONDS);
        context.channel().config().setAutoRead(true);
    }

    private void body(ChannelHandlerContext context, byte[] bytes, boolean last) {
        StreamSession mine = session;
        if (mine == null || audioEnded || answerEnded) {
            return;
        }
        try {
            for (AudioEvents.Event event : audioEvents.read(bytes)) {
                if (event instanceof AudioEvents.Event.Audio audio && !audioEnded) {
                    lastAudioNanos = System.nanoTime();
                    mine.audio(audio.pcm());
                } else {
                    endAudio(mine);
                }
            }
            if (last) {
                endAudio(mine);
            }
            if (mine.waitingBytes() > MOST_WAITING_BYTES) {
                context.channel().config().setAutoRead(false);
            }
        } catch (TranscribeException e) {
            fail(context, e);
        }
    }

    private void endAudio(StreamSession mine) {
        if (!audioEnded) {
            audioEnded = true;
            mine.endOfAudio();
        }
    }

    /** Looks now and then whether audio still comes, and whether the stream is to be cut. */
    private void watch(ChannelHandlerContext context) {
        long timeout = endpoint.options().idleTimeout().toNanos();
        long period =
                Math.max(TimeUnit.MILLISECONDS.toNanos(10), Math.min(timeout / 10, TimeUnit.MILLISECONDS.toNanos(250)));
        idleCheck = context.executor()
                .scheduleAtFixedRate(
                        () -> {
                            Faults faults = endpoint.options().faults();
                            if (faults.streamResets(id) > resetsAtStart) {
                                reset(context, Http2Error.INTERNAL_ERROR);
                            } else if (faults.streamCloses(id) > closesAtStart) {
                                end(context, new byte[0]);
                            } else if (!audioEnded
                                    && context.channel().config().isAutoRead()
                                    && System.nanoTime() - lastAudioNanos > timeout) {
                                fail(
                                        context,
                                        TranscribeException.badRequest(
                                                "Your request timed out because no new audio was received for "
                                                        + endpoint.options()
                                                                .idleTimeout()
                                                                .toSeconds() + " seconds."));
                            }
                        },
                        period,
                        period,
                        TimeUnit.NANOSECONDS);
    }

    /** An error before the answer has begun. */
    private void refuse(ChannelHandlerContext context, TranscribeException error) {
        Http2Headers answer = new DefaultHttp2Headers()
                .status(Integer.toString(error.status()))
                .set("content-type", "application/x-amz-json-1.1")
                .set("x-amzn-request-id", UUID.randomUUID().toString())
                .set("x-amzn-errortype", error.type());
        send(context, new DefaultHttp2HeadersFrame(answer));
        end(context, TranscriptMessages.errorBody(error));
    }

    /** An error after the answer has begun. */
    private void fail(ChannelHandlerContext context, TranscribeException error) {
        end(context, TranscriptMessages.exception(error));
    }

    private void end(ChannelHandlerContext context, byte[] last) {
        if (answerEnded) {
            return;
        }
        answerEnded = true;
        context.channel().config().setAutoRead(true);
        context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(last), true))
                .addListener(done -> later = context.executor()
                        .schedule(
                                () -> {
                                    if (!requestEnded && context.channel().isActive()) {
                                        // Says that the rest of the request is not wanted; the answer stands.
                                        reset(context, Http2Error.NO_ERROR);
                                    }
                                },
                                READING_MILLIS,
                                TimeUnit.MILLISECONDS));
    }

    private static void send(ChannelHandlerContext context, Http2StreamFrame frame) {
        context.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private static void close(ChannelHandlerContext context) {
        context.close().addListener(closed -> LOG.trace("A transcription stream is closed"));
    }

    private static void reset(ChannelHandlerContext context, Http2Error code) {
        context.writeAndFlush(new DefaultHttp2ResetFrame(code)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        answerEnded = true;
        if (idleCheck != null) {
            idleCheck.cancel(false);
        }
        if (later != null) {
            later.cancel(false);
        }
        if (streamLimit != null) {
            streamLimit.cancel(false);
        }
        if (session != null) {
            session.cancel();
            session = null;
            endpoint.streamEnds();
        }
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("A transcription stream broke", cause);
        close(context);
    }

    /** Carries results from the recognising threads to the caller. */
    private final class Answers implements StreamSession.Listener {

        private final ChannelHandlerContext context;
        private final TranscriptMessages messages;

        Answers(ChannelHandlerContext context, TranscriptMessages messages) {
            this.context = context;
            this.messages = messages;
        }

        @Override
        public void result(Result result) {
            if (loseAnswers || endpoint.options().faults().muted(id)) {
                return;
            }
            byte[] message = messages.transcript(result);
            context.executor().execute(() -> {
                if (!answerEnded) {
                    send(context, new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(message)));
                }
            });
        }

        @Override
        public void heard(int bytes) {
            StreamSession mine = session;
            if (mine != null && mine.waitingBytes() < MOST_WAITING_BYTES / 2) {
                context.executor().execute(() -> {
                    if (!context.channel().config().isAutoRead()) {
                        lastAudioNanos = System.nanoTime();
                        context.channel().config().setAutoRead(true);
                    }
                });
            }
        }

        @Override
        public void ended() {
            context.executor().execute(() -> end(context, new byte[0]));
        }

        @Override
        public void failed(RuntimeException reason) {
            LOG.warn("Recognition failed", reason);
            context.executor().execute(() -> fail(context, TranscribeException.internalFailure()));
        }
    }
}
