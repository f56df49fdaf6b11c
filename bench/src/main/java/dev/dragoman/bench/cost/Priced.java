package dev.dragoman.bench.cost;

/** What AWS has a price for, as far as talks use it. Units are in {@code prices.json}. */
enum Priced {
    TRANSCRIBE_MINUTE("Transcribe"),
    TRANSLATE_CHARACTER("Translate"),
    POLLY_CHARACTER("Polly"),
    WEBSOCKET_MESSAGE("API Gateway"),
    WEBSOCKET_MINUTE("API Gateway"),
    LAMBDA_REQUEST("Lambda"),
    LAMBDA_GIGABYTE_SECOND("Lambda"),
    S3_PUT("S3"),
    S3_GET("S3"),
    KINESIS_HOUR("Kinesis"),
    KINESIS_GIGABYTE_IN("Kinesis"),
    KINESIS_GIGABYTE_OUT("Kinesis"),
    DYNAMODB_WRITE("DynamoDB"),
    DYNAMODB_READ("DynamoDB"),
    KPU_HOUR("Managed Flink"),
    KPU_STORAGE_MONTH("Managed Flink"),
    GIGABYTE_TO_INTERNET("Data transfer"),
    LOG_GIGABYTE("CloudWatch");

    private final String service;

    Priced(String service) {
        this.service = service;
    }

    /** Whose bill it is on. */
    String service() {
        return service;
    }
}
