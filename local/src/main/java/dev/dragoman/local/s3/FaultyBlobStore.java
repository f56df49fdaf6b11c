package dev.dragoman.local.s3;

import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.Faults;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
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

/**
 * A store whose reads and writes of objects fail when they are told to. A lost answer is a server error after
 * the call took effect.
 */
final class FaultyBlobStore extends ForwardingBlobStore {

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
        Fault fault = faults.next(operation, key);
        if (fault instanceof Fault.Delay delay) {
            pause(delay.by());
        }
        if (fault instanceof Fault.Throttle) {
            throw error(503, "SlowDown");
        }
        if (fault instanceof Fault.Break) {
            throw error(500, "InternalError");
        }
        if (fault instanceof Fault.Refuse refused) {
            throw error(refused.status(), refused.code());
        }
        T answer = call.get();
        if (fault instanceof Fault.LoseAnswer) {
            throw error(500, "InternalError");
        }
        return answer;
    }

    private static S3Exception error(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(code)
                        .build())
                .build();
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
