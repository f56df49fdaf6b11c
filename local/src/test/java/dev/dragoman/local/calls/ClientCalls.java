package dev.dragoman.local.calls;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Notes what the parts ask through the SDK's clients, links that they sign included. Found by the SDK itself, in
 * every client of this process; what tests ask themselves is passed over.
 */
public final class ClientCalls implements ExecutionInterceptor {

    /** Who asks, by the class in whose name it is done; the function's own class counts before what it uses. */
    private static final Map<String, String> PARTS = Map.of(
            "dev.dragoman.ingest.IngestHandler", "<ingest/MessagesRole>",
            "dev.dragoman.ingest.HttpHandler", "<ingest/RequestsRole>",
            "dev.dragoman.ingest.Authorizer", "<ingest/ConnectRole>",
            "dev.dragoman.ingest.HttpAuthorizer", "<ingest/RequestRole>");

    private static final String GONE = "gone";
    private static final String OWN = "dev.dragoman.local.calls.";
    private static final String SERVICES = "software.amazon.awssdk.services.";

    @Override
    public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
        if (CallsAreListed.isListening()) {
            who().ifPresent(who -> note(who, call.request()));
        }
    }

    private static Optional<String> who() {
        List<String> classes = StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName).toList());
        return classes.stream()
                .map(PARTS::get)
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> classes.stream()
                        .filter(name -> name.startsWith("dev.dragoman.") && !name.startsWith(OWN))
                        .findFirst()
                        .filter(name -> name.startsWith("dev.dragoman.job."))
                        .map(name -> "<job/Role>"));
    }

    private static void note(String who, SdkRequest request) {
        String service =
                request.getClass().getName().substring(SERVICES.length()).split("\\.", 2)[0];
        String operation = request.getClass().getSimpleName().replaceAll("Request$", "");
        switch (service) {
            case "dynamodb" -> noteTables(who, operation, request);
            case "s3" -> noteObjects(who, operation, request);
            case "kinesis" -> CallsAreListed.note(who, "kinesis:" + operation, Names.EVENTS);
            case "apigatewaymanagementapi" ->
                CallsAreListed.note(
                        who,
                        "execute-api:ManageConnections",
                        "arn:${Partition}:execute-api:${Region}:${AccountId}:<ingest/WebSocketApi>/live/"
                                + operation
                                        .replaceAll("(Post|Get|Delete).*", "$1")
                                        .toUpperCase(Locale.ROOT)
                                + "/@connections/0");
            case "transcribestreaming" -> CallsAreListed.note(who, "transcribe:" + operation, Names.EVERYTHING);
            default -> CallsAreListed.note(who, service + ":" + operation, Names.EVERYTHING);
        }
    }

    private static void noteTables(String who, String operation, SdkRequest request) {
        if (request instanceof TransactWriteItemsRequest several) {
            several.transactItems().forEach(item -> noteTransacted(who, item));
            return;
        }
        String index = text(request, "IndexName");
        noteTable(who, operation, text(request, "TableName"), index.isEmpty() ? "" : "/index/" + index);
    }

    /** Some tests ask for a table that is not there, to see what becomes of that. */
    private static void noteTable(String who, String operation, String table, String part) {
        if (!table.equals(GONE)) {
            CallsAreListed.note(who, "dynamodb:" + operation, Names.table(table) + part);
        }
    }

    private static void noteTransacted(String who, TransactWriteItem item) {
        if (item.put() != null) {
            noteTable(who, "PutItem", item.put().tableName(), "");
        }
        if (item.update() != null) {
            noteTable(who, "UpdateItem", item.update().tableName(), "");
        }
        if (item.delete() != null) {
            noteTable(who, "DeleteItem", item.delete().tableName(), "");
        }
        if (item.conditionCheck() != null) {
            noteTable(who, "ConditionCheckItem", item.conditionCheck().tableName(), "");
        }
    }

    private static void noteObjects(String who, String operation, SdkRequest request) {
        if (operation.startsWith("ListObjects")) {
            String prefix = text(request, "Prefix");
            CallsAreListed.note(who, "s3:ListBucket", Names.bucket(prefix) + " s3:prefix=" + Names.plain(prefix));
        } else {
            CallsAreListed.note(who, "s3:" + operation, Names.object(text(request, "Key")));
        }
    }

    private static String text(SdkRequest request, String field) {
        return request.getValueForField(field, String.class).orElse("");
    }
}
