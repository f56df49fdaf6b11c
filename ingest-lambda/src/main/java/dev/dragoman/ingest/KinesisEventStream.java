package dev.dragoman.ingest;

import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.StreamEvent;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Events on a Kinesis stream, one record each, with the session's id as partition key. */
final class KinesisEventStream implements EventStream {

    private final KinesisClient kinesis;
    private final String stream;

    KinesisEventStream(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    @Override
    public void put(StreamEvent event) throws UnavailableException {
        SdkBytes json = SdkBytes.fromByteArrayUnsafe(ProtocolJson.writeBytes(event));
        try {
            kinesis.putRecord(request ->
                    request.streamName(stream).partitionKey(event.sessionId()).data(json));
        } catch (SdkException e) {
            throw new UnavailableException("event stream", e);
        }
    }
}
