package dev.dragoman.ingest;

class InMemoryChunkStoreTest extends ChunkStoreContract {

    private final InMemoryChunkStore store = new InMemoryChunkStore();

    @Override
    ChunkStore store() {
        return store;
    }

    @Override
    byte[] read(ChunkStore.Location location) {
        return store.objects.get(location.key());
    }
}
