package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Faults;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A store in memory; its URLs are {@code fake://} and the key. */
final class FakeAudioStore implements AudioStore {

    final Faults faults = new Faults();
    final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    @Override
    public CompletableFuture<String> put(String key, byte[] mp3) {
        return faults.call(() -> {
            objects.put(key, mp3);
            return "fake://" + key;
        });
    }

    @Override
    public void close() {}
}
