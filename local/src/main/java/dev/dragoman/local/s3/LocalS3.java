package dev.dragoman.local.s3;

import dev.dragoman.local.faults.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;

/**
 * An S3 endpoint on the loopback interface. Requests and presigned URLs must be signed with the given key;
 * anonymous, expired and tampered ones get 403. Presigned GETs answer ranges and cross-origin pages.
 * Clients use path style.
 *
 * <p>Objects in a directory outlive the endpoint; objects in memory go with it. Safe for use by many
 * threads.
 */
public final class LocalS3 implements AutoCloseable {

    /** A talk reads and writes small objects; more threads than this only queue on the disk. */
    private static final int MAX_THREADS = 64;

    private final S3Proxy proxy;
    private final URI endpoint;

    private LocalS3(S3Proxy proxy, URI endpoint) {
        this.proxy = proxy;
        this.endpoint = endpoint;
    }

    /**
     * How the endpoint is set up.
     *
     * @param port 0 for any free one
     * @param directory where objects lie, made if missing; null keeps them in memory
     * @param accessKey the only access key that is let in
     * @param secretKey its secret
     * @param buckets made if missing
     * @param faults what goes wrong on purpose
     */
    public record Settings(
            int port,
            @Nullable Path directory,
            String accessKey,
            String secretKey,
            List<String> buckets,
            Faults faults) {

        /** A free port and nothing going wrong, with objects in memory. */
        public static Settings inMemory(String accessKey, String secretKey, String... buckets) {
            return new Settings(0, null, accessKey, secretKey, List.of(buckets), Faults.NONE);
        }

        /** The same with objects in a directory. */
        public Settings inDirectory(Path place) {
            return new Settings(port, place, accessKey, secretKey, buckets, faults);
        }

        /** The same on a given port. */
        public Settings onPort(int newPort) {
            return new Settings(newPort, directory, accessKey, secretKey, buckets, faults);
        }

        /** The same with faults. */
        public Settings withFaults(Faults newFaults) {
            return new Settings(port, directory, accessKey, secretKey, buckets, newFaults);
        }
    }

    /**
     * Starts the endpoint and makes its buckets.
     *
     * @throws UncheckedIOException if the directory can't be made or the port can't be had
     */
    public static LocalS3 start(Settings settings) {
        BlobStore store = new FaultyBlobStore(storeOf(settings.directory), settings.faults);
        for (String bucket : settings.buckets) {
            if (!store.containerExists(bucket)) {
                store.createContainer(bucket);
            }
        }
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + settings.port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, settings.accessKey, settings.secretKey)
                // A presigned URL is the permission; any page may use one that it was given.
                .corsRules(new CrossOriginResourceSharing(
                        List.of("*"),
                        List.of("GET", "HEAD"),
                        List.of("*"),
                        List.of("Content-Length", "Content-Range", "Accept-Ranges", "ETag"),
                        "false"))
                .jettyMaxThreads(MAX_THREADS)
                .ignoreUnknownHeaders(true)
                .build();
        try {
            proxy.start();
        } catch (IOException e) {
            throw new UncheckedIOException("S3 could not start on 127.0.0.1:" + settings.port, e);
        } catch (Exception e) {
            throw new IllegalStateException("S3 could not start on 127.0.0.1:" + settings.port, e);
        }
        return new LocalS3(proxy, URI.create("http://127.0.0.1:" + proxy.getPort()));
    }

    private static BlobStore storeOf(@Nullable Path directory) {
        if (directory == null) {
            return new TransientNio2BlobStore();
        }
        try {
            return new FilesystemNio2BlobStore(
                    Files.createDirectories(directory).toAbsolutePath().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the directory for S3 could not be made: " + directory, e);
        }
    }

    /** Where it listens, for example {@code http://127.0.0.1:40123}. */
    public URI endpoint() {
        return endpoint;
    }

    /** Stops listening. */
    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3 could not stop", e);
        }
    }
}
