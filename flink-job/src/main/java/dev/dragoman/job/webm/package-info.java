/**
 * Reassembly: bytes of a WebM recording in at any cut, Opus packets with their media time out; and
 * back, a batch of packets into a WebM file that decodes by itself. Knows nothing of Flink, of AWS,
 * or of the other stages.
 */
@NullMarked
package dev.dragoman.job.webm;

import org.jspecify.annotations.NullMarked;
