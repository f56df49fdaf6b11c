package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.deliver.AudioStore;
import dev.dragoman.job.deliver.AudioStoreContract;
import dev.dragoman.job.deliver.S3AudioStore;
import dev.dragoman.local.s3.LocalS3;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class AudioStoreAtLocalS3Test extends AudioStoreContract {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LocalS3 s3;
    private static AudioStore store;

    @BeforeAll
    static void start() {
        Anybody.signs();
        s3 = LocalS3.start(LocalS3.Settings.inMemory(Anybody.KEY, Anybody.SECRET, "talks"));
        store = S3AudioStore.at(AwsEndpoint.of("eu-central-1", s3.endpoint()), "talks")
                .create();
    }

    @AfterAll
    static void stop() {
        store.close();
        s3.close();
    }

    @Override
    protected AudioStore store() {
        return store;
    }

    @Override
    protected byte[] get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                .body();
    }
}
