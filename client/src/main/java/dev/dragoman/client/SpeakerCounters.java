package dev.dragoman.client;

/**
 * What became of a speaker's chunks so far. {@code sent = acknowledged + lost + refused + waiting}.
 *
 * @param sent how many there were, pieces of large ones and lost ones included, repetitions not
 * @param acknowledged how many the server has for good
 * @param resent how many repetitions were sent
 * @param lost how many never came or were given up, for want of room or because of their age
 * @param refused how many the server will never take
 * @param waiting how many still wait for their acknowledgement
 */
public record SpeakerCounters(long sent, long acknowledged, long resent, long lost, long refused, long waiting) {}
