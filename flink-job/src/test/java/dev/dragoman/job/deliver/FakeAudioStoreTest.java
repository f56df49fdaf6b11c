package dev.dragoman.job.deliver;

class FakeAudioStoreTest extends AudioStoreContract {

    private final FakeAudioStore store = new FakeAudioStore();

    @Override
    protected AudioStore store() {
        return store;
    }

    @Override
    protected byte[] get(String url) {
        return store.objects.get(url.substring("fake://".length()));
    }
}
