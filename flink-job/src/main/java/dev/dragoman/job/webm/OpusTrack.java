package dev.dragoman.job.webm;

/**
 * The Opus track of one init segment.
 *
 * @param initSegment which init segment of the session it belongs to, from 0
 * @param number the track's number in the container: 1 in Chromium's recordings, 2 in Firefox's
 * @param channels how many channels, 1 to 255
 * @param preSkip48k how many samples at 48 kHz the recording's encoder put before the audio: 0 from
 *     Chromium, 312 from Firefox; they are counted as media time like all others
 * @param codecPrivate the OpusHead (RFC 7845, section 5.1), 19 to 1,024 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record OpusTrack(int initSegment, long number, int channels, int preSkip48k, byte[] codecPrivate) {}
