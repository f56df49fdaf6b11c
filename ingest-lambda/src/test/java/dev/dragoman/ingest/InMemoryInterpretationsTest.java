package dev.dragoman.ingest;

import dev.dragoman.protocol.InterpretationItem;

class InMemoryInterpretationsTest extends InterpretationsContract {

    private final InMemoryInterpretations interpretations = new InMemoryInterpretations();

    @Override
    Interpretations interpretations() {
        return interpretations;
    }

    @Override
    void put(InterpretationItem item) {
        interpretations.items.add(item);
    }
}
