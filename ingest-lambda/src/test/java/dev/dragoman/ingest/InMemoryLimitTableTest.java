package dev.dragoman.ingest;

class InMemoryLimitTableTest extends LimitTableContract {

    private final InMemoryLimitTable table = new InMemoryLimitTable();

    @Override
    LimitTable table() {
        return table;
    }
}
