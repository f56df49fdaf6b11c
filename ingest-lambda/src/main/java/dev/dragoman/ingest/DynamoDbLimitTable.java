package dev.dragoman.ingest;

import static dev.dragoman.protocol.LimitItem.BYTES;
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
        return addSized(limit, amount, 0, expiresAtSeconds).count();
    }

    @Override
    public Sum addSized(String limit, long amount, long bytes, long expiresAtSeconds) throws UnavailableException {
        try {
            Map<String, AttributeValue> sum = dynamoDb.updateItem(request -> request.tableName(table)
                            .key(Map.of(LIMIT, AttributeValue.fromS(limit)))
                            .updateExpression("ADD #count :amount, #bytes :bytes SET #expires = :expires")
                            .expressionAttributeNames(
                                    Map.of("#count", COUNT, "#bytes", BYTES, "#expires", EXPIRES_AT_SECONDS))
                            .expressionAttributeValues(Map.of(
                                    ":amount", Attributes.number(amount),
                                    ":bytes", Attributes.number(bytes),
                                    ":expires", Attributes.number(expiresAtSeconds)))
                            .returnValues(ReturnValue.UPDATED_NEW))
                    .attributes();
            if (!sum.containsKey(COUNT) || !sum.containsKey(BYTES)) {
                throw new UnavailableException(SERVICE, new IOException("an answer without a count"));
            }
            return new Sum(Attributes.number(sum, COUNT), Attributes.number(sum, BYTES));
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public boolean isThere(String limit, long nowSeconds) throws UnavailableException {
        try {
            Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                            .key(Map.of(LIMIT, AttributeValue.fromS(limit)))
                            .consistentRead(true))
                    .item();
            return !item.isEmpty() && Attributes.number(item, EXPIRES_AT_SECONDS) > nowSeconds;
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }
}
