package dev.dragoman.client;

import java.util.concurrent.CompletableFuture;

/** Fetches objects. */
@FunctionalInterface
interface Fetch {

    /** Its bytes; exceptionally with the reason why they can't be had. */
    CompletableFuture<byte[]> get(String url);
}
