package dev.dragoman.local.calls;

import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.Request;
import com.amazonaws.handlers.RequestHandler2;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import java.util.Map;

/**
 * Notes what Flink's own S3 file system, which the job's sinks write through, asks with the SDK that it brings.
 * Found by that SDK itself; what tests read is passed over.
 */
public final class FileCalls extends RequestHandler2 {

    /** Calls whose action is not their own name. */
    private static final Map<String, String> ACTIONS = Map.of(
            "GetObjectMetadata", "GetObject",
            "InitiateMultipartUpload", "PutObject",
            "UploadPart", "PutObject",
            "CompleteMultipartUpload", "PutObject",
            "ListParts", "ListMultipartUploadParts",
            "ListMultipartUploads", "ListBucketMultipartUploads");

    @Override
    public void beforeRequest(Request<?> request) {
        if (!CallsAreListed.isListening() || isATests()) {
            return;
        }
        AmazonWebServiceRequest asked = request.getOriginalRequest();
        if (asked instanceof ListObjectsV2Request list) {
            note("ListBucket", Names.bucket(String.valueOf(list.getPrefix())));
        } else if (asked instanceof DeleteObjectsRequest several) {
            several.getKeys().forEach(key -> note("DeleteObject", Names.object(key.getKey())));
        } else {
            String operation = asked.getClass().getSimpleName().replaceAll("Request$", "");
            String key = String.valueOf(request.getResourcePath()).replaceFirst("^/?dragoman/?", "");
            note(ACTIONS.getOrDefault(operation, operation), key.isEmpty() ? Names.bucket(key) : Names.object(key));
        }
    }

    private static void note(String action, String resource) {
        CallsAreListed.note("<job/Role>", "s3:" + action, resource);
    }

    private static boolean isATests() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.anyMatch(frame -> frame.getClassName().startsWith("dev.dragoman.local.system.")));
    }
}
