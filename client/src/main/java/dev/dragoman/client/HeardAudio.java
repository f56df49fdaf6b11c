package dev.dragoman.client;

import java.time.Instant;

/**
 * An interpretation that a listener has, ready to play.
 *
 * @param mediaStartMillis where its utterance starts, in media time: its identity
 * @param mediaEndMillis where its utterance ends
 * @param durationMillis how long it takes to play
 * @param text its words
 * @param sourceText the words as they were spoken
 * @param bytes the MP3
 * @param announcedAt when the message came, by the listener's clock
 * @param completeAt when the last byte came
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record HeardAudio(
        long mediaStartMillis,
        long mediaEndMillis,
        long durationMillis,
        String text,
        String sourceText,
        byte[] bytes,
        Instant announcedAt,
        Instant completeAt) {}
