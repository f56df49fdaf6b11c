package dev.dragoman.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A bundled recording: what one browser's MediaRecorder sent.
 *
 * @param name its folder's name, for example {@code talk-cr-mic-24k-250}
 * @param chunks the events' bytes in the order in which they were sent
 */
public record Recording(String name, List<RecordedChunk> chunks) {

    private static final String ROOT = "recordings/";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** WebM recordings with one init segment, from both browsers. */
    public static final List<String> ONE_INIT_SEGMENT = List.of(
            "cr-mic-24k-250",
            "cr-mic-24k-250-long",
            "cr-mic-def-250",
            "cr-wa-24k-1000",
            "cr-wa-24k-250",
            "cr-wa-24k-250-pause",
            "cr-wa-24k-250-silence",
            "cr-wa-24k-250-stereo",
            "ff-wa-24k-100",
            "ff-wa-24k-250",
            "ff-wa-24k-250-pause",
            "ff-wa-24k-250-silence",
            "talk-cr-mic-24k-250",
            "talk-ff-wa-24k-250");

    /** The recording that stops and starts again: two init segments. */
    public static final String RESTART = "cr-wa-24k-250-restart";

    /** Recordings in containers that are not WebM. */
    public static final List<String> NOT_WEBM = List.of("cr-mp4-24k-250", "ff-ogg-24k-250");

    /**
     * One {@code dataavailable} event.
     *
     * @param recorder which run of the recorder, from 0
     * @param wallMillis when it came, in milliseconds since just before the first start
     * @param bytes its bytes; may be empty
     */
    @SuppressWarnings("ArrayRecordComponent") // read-only test input
    public record RecordedChunk(int recorder, double wallMillis, byte[] bytes) {}

    /**
     * What a correct demuxer finds.
     *
     * @param initSegmentBytes the size of each init segment
     * @param samples48k all packets' samples at 48 kHz
     * @param packets every packet in order
     */
    public record Expected(List<Integer> initSegmentBytes, long samples48k, List<ExpectedPacket> packets) {}

    /**
     * One Opus packet.
     *
     * @param completeAfterChunk the index of the chunk with the packet's last byte
     * @param initSegment which init segment it follows, from 0
     * @param timestampMillis the container's time
     * @param samples48k its length in samples at 48 kHz
     * @param bytes its size
     * @param crc32 its CRC-32 in lower-case hexadecimal, eight digits
     */
    public record ExpectedPacket(
            int completeAfterChunk, int initSegment, long timestampMillis, int samples48k, int bytes, String crc32) {}

    /** Every bundled WebM recording. */
    public static List<String> allWebm() {
        List<String> all = new ArrayList<>(ONE_INIT_SEGMENT);
        all.add(RESTART);
        return all;
    }

    /** Reads a bundled recording. */
    public static Recording load(String name) {
        List<RecordedChunk> chunks = new ArrayList<>();
        for (JsonNode chunk : json(name + "/manifest.json").get("chunks")) {
            byte[] bytes = resource(name + "/" + chunk.get("file").asText());
            chunks.add(new RecordedChunk(
                    chunk.get("recorder").asInt(), chunk.get("wall_ms").asDouble(), bytes));
        }
        return new Recording(name, List.copyOf(chunks));
    }

    /** The sentences of the {@code talk-*} recordings, in order. */
    public static List<String> talkSentences() {
        return new String(resource("talk.txt"), StandardCharsets.UTF_8).lines().toList();
    }

    /** What is in this recording; WebM recordings only. */
    public Expected expected() {
        JsonNode json = json(name + "/expected.json");
        List<Integer> initSegments = new ArrayList<>();
        json.get("init_segments")
                .forEach(segment -> initSegments.add(segment.get("bytes").asInt()));
        List<ExpectedPacket> packets = new ArrayList<>();
        for (JsonNode block : json.get("blocks")) {
            packets.add(new ExpectedPacket(
                    block.get(0).asInt(),
                    block.get(1).asInt(),
                    block.get(2).asLong(),
                    block.get(3).asInt(),
                    block.get(4).asInt(),
                    block.get(5).asText()));
        }
        return new Expected(initSegments, json.get("opus_samples_48k").asLong(), List.copyOf(packets));
    }

    /** All chunks' bytes, one after the other. */
    public byte[] concatenated() {
        int size = chunks.stream().mapToInt(chunk -> chunk.bytes().length).sum();
        byte[] all = new byte[size];
        int at = 0;
        for (RecordedChunk chunk : chunks) {
            System.arraycopy(chunk.bytes(), 0, all, at, chunk.bytes().length);
            at += chunk.bytes().length;
        }
        return all;
    }

    private static JsonNode json(String path) {
        try {
            return JSON.readTree(resource(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String path) {
        try (InputStream in = Recording.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                throw new FileNotFoundException("no bundled recording has " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
