package dev.dragoman.local.s3;

import dev.dragoman.local.fault.Call;
import dev.dragoman.local.fault.Fault;
import dev.dragoman.local.fault.Faults;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A store whose reads and writes of objects fail when they are told to. */
final class FaultyBlobStore extends ForwardingBlobStore {

    private static final Logger LOG = LoggerFactory.getLogger(FaultyBlobStore.class);

    private final Faults faults;

    FaultyBlobStore(BlobStore store, Faults faults) {
        super(store);
        this.faults = faults;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        return served("PutObject", request.key(), () -> super.putBlob(request, body));
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        return served("GetObject", request.key(), () -> super.getBlob(request));
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream body) {
        return served("UploadPart", request.key(), () -> super.uploadMultipartPart(upload, request, body));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return served("CompleteMultipartUpload", request.key(), () -> super.completeMultipartUpload(upload, request));
    }

    private <T> T served(String operation, String key, Supplier<T> call) {
        Fault fault = faults.on(new Call("s3", operation, key));
        if (!fault.delay().isZero()) {
            pause(fault);
        }
        Fault.Failure failure = fault.failure();
        if (failure == null) {
            return call.get();
        }
        if (fault.served()) {
            T lost = call.get();
            LOG.debug("{} of {} is served, its answer is lost: {}", operation, key, lost);
        }
        throw S3Exception.builder()
                .statusCode(failure.status())
                .message(failure.code())
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(failure.code())
                        .errorMessage(failure.code())
                        .build())
                .build();
    }

    private static void pause(Fault fault) {
        try {
            TimeUnit.NANOSECONDS.sleep(fault.delay().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
