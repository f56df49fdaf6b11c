package dev.dragoman.ingest;

import static dev.dragoman.protocol.LimitItem.COUNT;
import static dev.dragoman.protocol.LimitItem.EXPIRES_AT_SECONDS;
import static dev.dragoman.protocol.LimitItem.LIMIT;

import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** Counts in a DynamoDB table. A retry after a lost answer may count twice: a limit is a bit lower then. */
final class DynamoDbLimitTable implements LimitTable {

    private static final String SERVICE = "limit table";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDbLimitTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public long add(String limit, long amount, long expiresAtSeconds) throws UnavailableException {
        try {
            AttributeValue count = dynamoDb.updateItem(request -> request.tableName(table)
                            .key(Map.of(LIMIT, AttributeValue.fromS(limit)))
                            .updateExpression("ADD #count :amount SET #expires = :expires")
                            .expressionAttributeNames(Map.of("#count", COUNT, "#expires", EXPIRES_AT_SECONDS))
                            .expressionAttributeValues(Map.of(
                                    ":amount", AttributeValue.fromN(Long.toString(amount)),
                                    ":expires", AttributeValue.fromN(Long.toString(expiresAtSeconds))))
                            .returnValues(ReturnValue.UPDATED_NEW))
                    .attributes()
                    .get(COUNT);
            if (count == null) {
                throw new UnavailableException(SERVICE, new IOException("an answer without a count"));
            }
            return Long.parseLong(count.n());
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }
}
