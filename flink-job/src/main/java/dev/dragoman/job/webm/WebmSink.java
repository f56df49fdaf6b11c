package dev.dragoman.job.webm;

/** What a {@link WebmDemuxer} finds, in media order. Called on the thread that pushes. */
public interface WebmSink {

    /** An init segment has been read; the packets after it are its. */
    default void track(OpusTrack track) {}

    /** The next packet. It starts where the one before ends, unless a gap was reported between. */
    void packet(OpusPacket packet);

    /** Audio is missing here: the next packet starts at its end. */
    default void gap(Gap gap) {}
}
