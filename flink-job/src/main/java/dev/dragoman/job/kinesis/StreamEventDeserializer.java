package dev.dragoman.job.kinesis;

import dev.dragoman.job.kinesis.source.serialization.KinesisDeserializationSchema;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.SpeakerEvent;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.PhaseChanged;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionStarted;
import dev.dragoman.protocol.StreamEvent;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Every record of the stream becomes exactly one {@link SpeakerEvent}. One that can't be read becomes
 * one with a dead letter, which says where the record is and what was wrong, and nothing of what it
 * held; it never fails the job. Whether an event of another version can be read is the protocol's
 * decision.
 */
public final class StreamEventDeserializer implements KinesisDeserializationSchema<SpeakerEvent> {

    private static final long serialVersionUID = 1L;

    private static final String STAGE = "source";
    private static final String UNREADABLE = "UNREADABLE_EVENT";

    @Override
    public void deserialize(Record record, String stream, String shardId, Collector<SpeakerEvent> output) {
        output.collect(read(record, shardId));
    }

    private static SpeakerEvent read(Record record, String shardId) {
        try {
            return of(ProtocolJson.readStreamEvent(record.data().asByteArrayUnsafe()));
        } catch (ProtocolException e) {
            Instant arrived = record.approximateArrivalTimestamp();
            long arrivedMillis = arrived == null ? 0 : arrived.toEpochMilli();
            String sessionId = record.partitionKey();
            DeadLetter letter = new DeadLetter(
                    STAGE, UNREADABLE, sessionId, shardId + "/" + record.sequenceNumber(), describe(e), arrivedMillis);
            return new SpeakerEvent(sessionId, arrivedMillis, null, null, null, null, null, letter);
        }
    }

    /** Not the exception's message: that may quote the record. */
    private static String describe(ProtocolException e) {
        String where = e.field() == null ? "" : " in the field " + e.field();
        String accepted = e.accepted() == null ? "" : "; accepted is " + e.accepted();
        return e.code() + where + accepted;
    }

    private static SpeakerEvent of(StreamEvent event) {
        String sessionId = event.sessionId();
        long millis = event.serverMillis();
        if (event instanceof SessionStarted started) {
            return new SpeakerEvent(sessionId, millis, started, null, null, null, null, null);
        }
        if (event instanceof ChunkReference chunk) {
            return new SpeakerEvent(sessionId, millis, null, chunk, null, null, null, null);
        }
        if (event instanceof RecordingEnded ended) {
            return new SpeakerEvent(sessionId, millis, null, null, ended, null, null, null);
        }
        if (event instanceof PhaseChanged changed) {
            return new SpeakerEvent(sessionId, millis, null, null, null, changed, null, null);
        }
        return new SpeakerEvent(sessionId, millis, null, null, null, null, (SessionEnded) event, null);
    }

    @Override
    public TypeInformation<SpeakerEvent> getProducedType() {
        return TypeInformation.of(SpeakerEvent.class);
    }
}
