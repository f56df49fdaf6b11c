package dev.dragoman.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ToldTimesProperties {

    private static final int TALK_MILLIS = 60_000;

    private record Piece(int start, int end) {}

    @Property(tries = 300)
    void whatIsDoubledAndReorderedIsTakenOnceAndWhole(@ForAll long seed) {
        // Given: a talk, told in any order, everything up to three times
        Random random = new Random(seed);
        List<Piece> talk = talk(random, 0);
        List<Piece> told = new ArrayList<>(talk);
        talk.forEach(piece -> told.addAll(Collections.nCopies(random.nextInt(3), piece)));
        Collections.shuffle(told, random);

        // When
        ToldTimes times = new ToldTimes();
        List<Piece> taken =
                told.stream().filter(one -> times.add(one.start(), one.end())).toList();

        // Then
        assertThat(taken).containsExactlyInAnyOrderElementsOf(talk);
    }

    @Property(tries = 300)
    void whatComesAgainWithOtherBordersLeavesNoHoleAndIsNotTakenTwice(@ForAll long seed) {
        // Given: a talk that is told up to somewhere, and again from an earlier point with other borders
        Random random = new Random(seed);
        List<Piece> first = talk(random, 0);
        int told = 1 + random.nextInt(first.size());
        Piece checkpoint = first.get(random.nextInt(told));
        List<Piece> again = talk(random, checkpoint.start());

        // When
        ToldTimes times = new ToldTimes();
        List<Piece> taken = new ArrayList<>(first.subList(0, told));
        taken.forEach(one -> assertThat(times.add(one.start(), one.end())).isTrue());
        again.stream().filter(one -> times.add(one.start(), one.end())).forEach(taken::add);

        // Then: at most half of one piece is missing or doubled, where the two tellings meet
        int until = first.get(told - 1).end();
        Map<Integer, Integer> heard = new HashMap<>();
        taken.forEach(one -> {
            for (int milli = one.start(); milli < one.end(); milli += 10) {
                heard.merge(milli, 1, Integer::sum);
            }
        });
        Set<Integer> wrong = new HashSet<>();
        for (int milli = 0; milli < TALK_MILLIS; milli += 10) {
            if (heard.getOrDefault(milli, 0) != 1) {
                wrong.add(milli);
            }
        }
        again.stream()
                .filter(one -> one.start() <= until && one.end() > until)
                .forEach(meeting -> wrong.removeIf(milli -> milli >= meeting.start() && milli < meeting.end()));
        assertThat(wrong).isEmpty();
        assertThat(heard.values()).allMatch(times1 -> times1 <= 2);
    }

    /** From a time to the end, in pieces of up to six seconds, on a grid of ten milliseconds. */
    private static List<Piece> talk(Random random, int fromMillis) {
        List<Piece> pieces = new ArrayList<>();
        for (int from = fromMillis; from < TALK_MILLIS; ) {
            int until = Math.min(TALK_MILLIS, from + 10 * (1 + random.nextInt(600)));
            pieces.add(new Piece(from, until));
            from = until;
        }
        return pieces;
    }

    @Example
    void halfIsNotTheGreaterPart() {
        ToldTimes times = new ToldTimes();
        times.add(0, 2_000);

        assertThat(times.isNew(1_000, 2_999)).isFalse();
        assertThat(times.isNew(1_000, 3_000)).isTrue();
        assertThat(times.isNew(0, 9_000)).as("the same media start").isFalse();
    }

    @Example
    void whatHasNoLengthIsToldOnce() {
        ToldTimes times = new ToldTimes();

        assertThat(times.add(5, 5)).isTrue();
        assertThat(times.add(5, 5)).isFalse();
        assertThat(times.add(6, 6)).isTrue();
    }
}
