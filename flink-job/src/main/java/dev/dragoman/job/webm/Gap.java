package dev.dragoman.job.webm;

/**
 * Media time for which there are no packets. One loss may be reported twice: how long it was is at
 * first a guess on the low side if the lost bytes held a cluster's header, and the next cluster says
 * what is missing from the guess.
 *
 * @param loss which loss of the session, from 0; the same for its correction
 * @param initSegment the init segment of the packet after it; of the packet before it, if a recording's
 *     end is missing
 * @param mediaStart48k where the audio stops, in samples at 48 kHz since the session's first
 * @param samples48k how many samples are skipped, at least 120
 */
public record Gap(int loss, int initSegment, long mediaStart48k, long samples48k) {

    /** Where the audio goes on, in samples at 48 kHz. */
    public long mediaEnd48k() {
        return mediaStart48k + samples48k;
    }
}
