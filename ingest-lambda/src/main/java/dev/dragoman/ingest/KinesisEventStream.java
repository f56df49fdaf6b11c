package dev.dragoman.ingest;

import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.StreamEvent;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Events on a Kinesis stream, one record each, with the session's id as partition key. */
final class KinesisEventStream implements EventStream {

    private static final String SERVICE = "event stream";

    /** As many as Kinesis takes in one request. */
    private static final int MOST_AT_ONCE = 500;

    private final KinesisClient kinesis;
    private final String stream;

    KinesisEventStream(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    @Override
    public void put(StreamEvent event) throws UnavailableException {
        try {
            kinesis.putRecord(request ->
                    request.streamName(stream).partitionKey(event.sessionId()).data(json(event)));
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public void putAll(List<? extends StreamEvent> events) throws UnavailableException {
        for (int from = 0; from < events.size(); from += MOST_AT_ONCE) {
            putSome(events.subList(from, Math.min(events.size(), from + MOST_AT_ONCE)));
        }
    }

    private void putSome(List<? extends StreamEvent> events) throws UnavailableException {
        List<PutRecordsRequestEntry> records = events.stream()
                .map(event -> PutRecordsRequestEntry.builder()
                        .partitionKey(event.sessionId())
                        .data(json(event))
                        .build())
                .toList();
        try {
            int failed = kinesis.putRecords(
                            request -> request.streamName(stream).records(records))
                    .failedRecordCount();
            if (failed > 0) {
                throw new UnavailableException(SERVICE, new IOException(failed + " records were not taken"));
            }
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    private static SdkBytes json(StreamEvent event) {
        return SdkBytes.fromByteArrayUnsafe(ProtocolJson.writeBytes(event));
    }
}
